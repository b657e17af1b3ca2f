using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Server;

/// <summary>The table of timeouts: Go durations under names that the release has.</summary>
internal sealed class TimeoutRule : ConfigRule
{
    /// <summary>The keys given to timeout.Set in the sources of 1.6 to 2.3, and the first release that has each.</summary>
    private static readonly Dictionary<string, ContainerdRelease> Known = new(StringComparer.Ordinal)
    {
        ["io.containerd.timeout.bolt.open"] = new(1, 6, 0),
        ["io.containerd.timeout.shim.cleanup"] = new(1, 6, 0),
        ["io.containerd.timeout.shim.load"] = new(1, 6, 0),
        ["io.containerd.timeout.shim.shutdown"] = new(1, 6, 0),
        ["io.containerd.timeout.task.state"] = new(1, 6, 0),
        ["io.containerd.timeout.metrics.shimstats"] = new(1, 7, 0),
        ["io.containerd.timeout.cri.defercleanup"] = new(2, 0, 0),
    };

    public override string Name => "timeout";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        foreach (var (name, value) in context.Top("timeouts")?.Children ?? ConfigNode.NoChildren)
        {
            if (value.Text is { } text && !GoDuration.IsValid(text))
            {
                yield return Fatal(value.At, $"\"{text}\" is no duration", "Write a number with a unit: \"500ms\", \"10s\", \"1h30m\".");
            }

            if (!Known.TryGetValue(name, out var since) || context.Release < since)
            {
                var hint = Spelling.Hint(name, Known.Keys.Where(key => key != name));
                yield return Warning(value.KeyAt, $"{context.Daemon} has no timeout {name}", hint.Length > 0 ? hint : "Remove the line.");
            }
        }
    }
}
