using System.CommandLine;

namespace ContainerdExporter.Hosting;

/// <summary>The flags of cause 4: when patience with a runtime process ends.</summary>
internal sealed class RuntimeFlags
{
    private static readonly RuntimeOptions Defaults = new();

    private readonly Option<Duration> uninterruptibleAfter = DurationOf(
        "--runtime.uninterruptible-after", "How long an OCI runtime process may be blocked in the kernel or frozen before it counts as stuck.", Defaults.UninterruptibleAfter);

    private readonly Option<Duration> overdueAfter = DurationOf(
        "--runtime.overdue-after", "How old an OCI runtime process may get whose command takes less than a second.", Defaults.OverdueAfter);

    private readonly Option<Duration> zombieAfter = DurationOf(
        "--runtime.zombie-after", "How long an ended OCI runtime process may wait for its shim to collect it.", Defaults.ZombieAfter);

    public IEnumerable<Option> All => [uninterruptibleAfter, overdueAfter, zombieAfter];

    public RuntimeOptions Read(ParseResult result) => new()
    {
        UninterruptibleAfter = result.GetRequiredValue(uninterruptibleAfter).Value,
        OverdueAfter = result.GetRequiredValue(overdueAfter).Value,
        ZombieAfter = result.GetRequiredValue(zombieAfter).Value,
    };

    private static Option<Duration> DurationOf(string name, string description, TimeSpan otherwise) =>
        Flag.Of(name, description, "duration", new Duration(otherwise), FlagParsers.Duration);
}
