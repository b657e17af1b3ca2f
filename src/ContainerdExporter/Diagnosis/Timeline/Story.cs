namespace ContainerdExporter.Diagnosis.Timeline;

/// <summary>How one trouble came about, first things first.</summary>
/// <param name="Address">The gRPC socket of the instance concerned; null when only the node as a whole is.</param>
/// <param name="Steps">What began or happened, in its order.</param>
/// <param name="Over">When the last critical trouble ended; null while there is one.</param>
internal sealed record Story(string? Address, IReadOnlyList<StateChange> Steps, DateTimeOffset? Over);

/// <summary>
/// Finds the story of each instance in the changes of its node. It begins with the first critical trouble after a time without any, or
/// with what was seen shortly before, and lasts until there is none again.
/// </summary>
internal static class Stories
{
    /// <summary>A trouble that comes back so soon had never gone.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>A warning or a restart so shortly before may be the beginning.</summary>
    private static readonly TimeSpan Prelude = TimeSpan.FromHours(1);

    private const int PreludeLimit = 3;
    private const int StepLimit = 12;

    /// <summary>The last story of each instance that has one.</summary>
    public static IReadOnlyList<Story> Of(IReadOnlyList<StateChange> changes)
    {
        var addresses = changes.Where(change => !change.IsLandmark).Select(change => change.Address).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var told = addresses.Select(address => Tell(changes, address)).OfType<Story>().ToList();
        return told.Count > 0 ? told : Tell(changes, null) is { } ofNode ? [ofNode] : [];
    }

    private static Story? Tell(IReadOnlyList<StateChange> all, string? address)
    {
        var changes = all.Where(change => change.Address is null || change.Address == address).ToList();
        var open = new HashSet<(string?, string?, string?)>();
        int? first = null;
        int? end = null;
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            var key = (change.Alert, change.Address, change.Subject);
            if (change.IsCritical)
            {
                first = first is null || (end is { } ended && change.NotAfter - changes[ended].NotAfter > Pause) ? i : first;
                end = null;
                open.Add(key);
            }
            else if (open.Remove(key) && open.Count == 0)
            {
                end = i;
            }
        }

        if (first is not { } start)
        {
            return null;
        }

        var last = end ?? changes.Count - 1;
        var steps = changes.Take(start).Where(change => IsPrelude(change, changes[start], changes)).TakeLast(PreludeLimit)
            .Concat(changes.Skip(start).Take(last - start + 1).Where(change => !change.IsEnd))
            .Take(StepLimit);
        return new Story(address, [.. steps], end is null ? null : changes[last].NotAfter);
    }

    private static bool IsPrelude(StateChange change, StateChange first, IEnumerable<StateChange> changes) =>
        !change.IsEnd &&
        (first.NotAfter - change.NotAfter).Duration() < Prelude &&
        !changes.Any(other => other.IsEnd && other.Number > change.Number && other.Number < first.Number &&
            (other.Alert, other.Address, other.Subject) == (change.Alert, change.Address, change.Subject));
}
