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

    private readonly Option<Duration> tasksInterval = DurationOf(
        "--runtime.tasks-interval", "How often containerd's tasks are listed, at most; beside the scrapes.", Defaults.TasksInterval);

    private readonly Option<Duration> tasksTimeout = DurationOf(
        "--runtime.tasks-timeout", "How long one listing of all tasks may take; containerd waits 2 s for each hung shim.", Defaults.TasksTimeout);

    private readonly Option<Duration> orphanAfter = DurationOf(
        "--runtime.orphan-after", "How long a shim must look left behind before it counts as orphaned.", Defaults.OrphanAfter);

    private readonly Option<bool> noRun = Flag.Switch(
        "--no-runtime.run-binaries", "Judge OCI runtimes by their files alone; do not run them with --version.");

    public IEnumerable<Option> All => [noRun, uninterruptibleAfter, overdueAfter, zombieAfter, tasksInterval, tasksTimeout, orphanAfter];

    public RuntimeOptions Read(ParseResult result) => new()
    {
        RunBinaries = !result.GetValue(noRun),
        UninterruptibleAfter = result.GetRequiredValue(uninterruptibleAfter).Value,
        OverdueAfter = result.GetRequiredValue(overdueAfter).Value,
        ZombieAfter = result.GetRequiredValue(zombieAfter).Value,
        TasksInterval = result.GetRequiredValue(tasksInterval).Value,
        TasksTimeout = result.GetRequiredValue(tasksTimeout).Value,
        OrphanAfter = result.GetRequiredValue(orphanAfter).Value,
    };

    private static Option<Duration> DurationOf(string name, string description, TimeSpan otherwise) =>
        Flag.Of(name, description, "duration", new Duration(otherwise), FlagParsers.Duration);
}
