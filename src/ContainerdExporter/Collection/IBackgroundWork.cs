namespace ContainerdExporter.Collection;

/// <summary>
/// Work beside the scrapes, from the start of the exporter to its end: following an event source, or a slow sweep. The
/// scrapes read its last complete result. A collector that is its own background work implements both interfaces.
/// </summary>
internal interface IBackgroundWork
{
    /// <summary>Names the work in the log.</summary>
    string WorkName { get; }

    /// <summary>Works until it is cancelled. May return earlier when there is nothing to do here; one that throws is started again.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
