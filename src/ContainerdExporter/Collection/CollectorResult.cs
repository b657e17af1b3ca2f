namespace ContainerdExporter.Collection;

/// <summary>The outcome of one run of one collector.</summary>
/// <param name="Collector">Who ran.</param>
/// <param name="State">How it ended.</param>
/// <param name="Duration">From the start of the run to its end or its deadline.</param>
/// <param name="Sample">The sample; null unless the state is <see cref="CollectorState.Ok"/>.</param>
/// <param name="Detail">A sentence for the operator when there is no sample.</param>
/// <param name="LastSuccess">The end of the last run that gave a sample; null before the first.</param>
internal sealed record CollectorResult(
    ICollector Collector,
    CollectorState State,
    TimeSpan Duration,
    object? Sample,
    string? Detail,
    DateTimeOffset? LastSuccess);
