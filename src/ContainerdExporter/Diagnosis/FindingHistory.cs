namespace ContainerdExporter.Diagnosis;

/// <summary>
/// Remembers since when each finding has been seen, scrape by scrape. It begins anew with the exporter, and says so. A look that
/// could not see neither ends a finding nor begins one.
/// </summary>
internal sealed class FindingHistory(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Source> sources = new(StringComparer.Ordinal);

    /// <summary>Dates what one source has found.</summary>
    /// <param name="source">Who looked; the same name at every look.</param>
    /// <param name="taken">When; a look older than one already known changes nothing.</param>
    /// <param name="found">All that it found.</param>
    public IReadOnlyList<Finding> Date(string source, DateTimeOffset taken, IReadOnlyList<Finding> found)
    {
        var now = time.GetTimestamp();
        lock (gate)
        {
            var last = sources.GetValueOrDefault(source);
            var first = new Start(taken, now, IsAtLeast: last is null);
            var starts = found.Select(KeyOf).Distinct().ToDictionary(key => key, key => last?.Starts.GetValueOrDefault(key) ?? first);
            if (last is null || last.Taken <= taken)
            {
                sources[source] = new Source(taken, starts);
            }

            return [.. found.Select(finding => finding with { Seen = starts[KeyOf(finding)].At(time, now) })];
        }
    }

    private static Key KeyOf(Finding finding) => new(finding.Alert, finding.Address, finding.Subject);

    private readonly record struct Key(string Alert, string? Address, string? Subject);

    private sealed record Source(DateTimeOffset Taken, IReadOnlyDictionary<Key, Start> Starts);

    private sealed record Start(DateTimeOffset Since, long Stamp, bool IsAtLeast)
    {
        public Sighting At(TimeProvider time, long now) => new(Since, time.GetElapsedTime(Stamp, now), IsAtLeast);
    }
}
