namespace ContainerdExporter.Diagnosis;

/// <summary>
/// Something wrong on this node now, judged from a sample alone. A finding is the live evidence of one alert: it appears
/// at once where the alert waits for its <c>for</c>, and is gone with the next healthy sample.
/// </summary>
/// <param name="Cause">The cause it belongs to.</param>
/// <param name="Severity">How soon to act.</param>
/// <param name="Alert">The alert, and so the runbook, that it is evidence for.</param>
/// <param name="Address">The gRPC socket of the instance concerned; null for the whole node.</param>
/// <param name="Summary">One sentence ending in a period. May hold text from the node: escape it where it is shown.</param>
/// <param name="Evidence">What was seen, in the order to read it.</param>
internal sealed record Finding(
    Cause Cause,
    Severity Severity,
    string Alert,
    string? Address,
    string Summary,
    IReadOnlyList<Evidence> Evidence)
{
    /// <summary>What it is about, where an alert can have several at one address: a mount, a handler, a database. Tells findings apart, and is not shown.</summary>
    public string? Subject { get; init; }

    /// <summary>When it happened, where the node itself says so; null where only a look tells.</summary>
    public DateTimeOffset? Happened { get; init; }

    /// <summary>Since when it has been seen; null where nobody remembers, as in the one look of doctor.</summary>
    public Sighting? Seen { get; init; }
}

/// <summary>One observed fact: what was looked at, and what was there. Both may hold a stranger's text.</summary>
internal sealed record Evidence(string What, string Value);
