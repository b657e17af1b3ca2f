using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Causes.Memory;

/// <summary>Counts OOM kills as the kernel's log is read.</summary>
internal sealed class OomListener : IKernelLogListener
{
    private const string LastVictim = "last_victim";
    private const string Unrecognized = "unrecognized";

    private readonly OomParser parser = new();
    private OomTotals totals = OomTotals.None;
    private volatile OomTotals published = OomTotals.None;

    public string Name => "oom";

    public bool IsSettled => parser.IsSettled;

    /// <summary>The totals as of the last record that was saved.</summary>
    public OomTotals Published => published;

    public bool Observe(in KernelRecord record, DateTimeOffset time)
    {
        var unrecognized = parser.Unrecognized;
        if (parser.Take(record) is { } kill)
        {
            totals = totals.With(OomVictim.Classify(kill), kill.Scope, time);
            return true;
        }

        totals = parser.Unrecognized == unrecognized ? totals : totals with { Unrecognized = parser.Unrecognized, LastUnrecognized = time };
        return parser.Unrecognized != unrecognized;
    }

    public void Settle() => parser.Settle();

    public void Publish() => published = totals;

    public IReadOnlyDictionary<string, long> Save()
    {
        var saved = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var ((component, scope), count) in totals.Kills)
        {
            saved[Key(component, scope)] = count;
        }

        foreach (var (component, time) in totals.LastKills)
        {
            saved[LastKey(component)] = time.ToUnixTimeMilliseconds();
        }

        saved[Unrecognized] = totals.Unrecognized;
        saved[LastVictim] = parser.LastVictim;
        return saved;
    }

    public void Restore(IReadOnlyDictionary<string, long> totals)
    {
        var restored = OomTotals.None with { Unrecognized = totals.GetValueOrDefault(Unrecognized) };
        foreach (var component in Enum.GetValues<OomComponent>())
        {
            foreach (var scope in Enum.GetValues<OomScope>())
            {
                if (totals.TryGetValue(Key(component, scope), out var count) && count > 0)
                {
                    restored = restored with { Kills = restored.Kills.SetItem((component, scope), count) };
                }
            }

            if (totals.TryGetValue(LastKey(component), out var milliseconds) && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            {
                restored = restored with { LastKills = restored.LastKills.SetItem(component, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)) };
            }
        }

        this.totals = restored;
        parser.Restore(restored.Unrecognized, (int)Math.Min(totals.GetValueOrDefault(LastVictim), int.MaxValue));
    }

    private static string Key(OomComponent component, OomScope scope) => $"kills/{component.ToLabel()}/{scope.ToLabel()}";

    private static string LastKey(OomComponent component) => $"last/{component.ToLabel()}";
}
