namespace ContainerdExporter.Diagnosis.Timeline;

/// <summary>The changes that are kept, oldest first. What flaps pushes out its own past, and nobody else's.</summary>
internal static class ChangeRing
{
    /// <summary>Of one cause at one instance.</summary>
    public const int LimitOfOne = 24;

    /// <summary>Of all.</summary>
    public const int Limit = 400;

    /// <summary>Appends changes that have their order, and gives them their numbers.</summary>
    public static IReadOnlyList<StateChange> Append(IReadOnlyList<StateChange> ring, IEnumerable<StateChange> changes)
    {
        var number = ring.Count == 0 ? 0 : ring[^1].Number;
        List<StateChange> all = [.. ring, .. changes.Select(change => change with { Number = ++number })];
        var surplus = all
            .GroupBy(change => (change.Address, change.Cause))
            .SelectMany(group => group.SkipLast(LimitOfOne))
            .ToHashSet();
        return [.. all.Where(change => !surplus.Contains(change)).TakeLast(Limit)];
    }
}
