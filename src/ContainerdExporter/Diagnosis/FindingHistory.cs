using ContainerdExporter.Diagnosis.Timeline;

namespace ContainerdExporter.Diagnosis;

/// <summary>
/// Remembers what each source has found, look by look: since when a finding has been seen, and what changed in which order. A look that
/// could not see neither ends a finding nor begins one.
/// </summary>
/// <param name="time">Its timestamps are those of one clock since the boot, whoever reads it.</param>
/// <param name="boot">The boot that the node is in; null when that is not known.</param>
/// <param name="earlier">What an earlier exporter remembered; null when nothing is known of it.</param>
internal sealed class FindingHistory(TimeProvider time, BootIdentity? boot, HistoryState? earlier = null)
{
    private readonly Lock gate = new();
    private volatile HistoryState state = Resume(earlier, boot, time);

    /// <summary>What is remembered now: another object after each change that is worth keeping.</summary>
    public HistoryState State => state;

    /// <summary>Takes in one look at the node, and dates what it found.</summary>
    /// <param name="taken">When, by the node's clock.</param>
    /// <param name="looks">What each source that could look has seen.</param>
    /// <param name="stamp">When, by the clock that nobody sets; of a source that has looked later already, nothing is changed. Null for now.</param>
    /// <returns>All findings.</returns>
    public IReadOnlyList<Finding> Remember(DateTimeOffset taken, IReadOnlyList<SourceLook> looks, long? stamp = null)
    {
        var now = time.GetTimestamp();
        lock (gate)
        {
            var reading = new LookReading(state, boot, taken, stamp ?? now);
            var dated = looks.SelectMany(look => reading.Read(look)).ToList();
            state = reading.Result();
            return [.. dated.Select(each => each.Finding with
            {
                Seen = new Sighting(each.Trouble.Since, time.GetElapsedTime(each.Trouble.Stamp, now), each.Trouble.IsAtLeast),
            })];
        }
    }

    /// <summary>After a boot its clock has begun anew, and so have the identities that a boot gives out. A stamp from ahead of now is of no look that was.</summary>
    private static HistoryState Resume(HistoryState? earlier, BootIdentity? boot, TimeProvider time)
    {
        if (earlier is null)
        {
            return new HistoryState { BootId = boot?.Id ?? string.Empty };
        }

        if (earlier.BootId == boot?.Id)
        {
            var now = time.GetTimestamp();
            return earlier with { Sources = OfSources(source => source with { Stamp = Math.Min(source.Stamp, now) }) };
        }

        return earlier with
        {
            BootId = boot?.Id ?? string.Empty,
            Landmarks = new Dictionary<string, string>(StringComparer.Ordinal),
            Sources = OfSources(source => source with { Stamp = 0, Open = [.. source.Open.Select(Restamp)] }),
        };

        Dictionary<string, SourceState> OfSources(Func<SourceState, SourceState> change) =>
            earlier.Sources.ToDictionary(source => source.Key, source => change(source.Value), StringComparer.Ordinal);

        OpenTrouble Restamp(OpenTrouble trouble)
        {
            var age = time.GetUtcNow() - trouble.Since;
            return trouble with { Stamp = time.GetTimestamp() - (long)(Math.Max(age.TotalSeconds, 0) * time.TimestampFrequency) };
        }
    }
}
