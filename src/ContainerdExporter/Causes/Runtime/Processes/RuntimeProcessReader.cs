using ContainerdExporter.Collection;
using ContainerdExporter.Containerd;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Processes;

/// <summary>
/// Turns the process table into the runtime processes of this node. Only processes with a runtime's name cost a read, and
/// only those that may be stuck cost more than one.
/// </summary>
internal sealed class RuntimeProcessReader(Node node, StuckThresholds thresholds)
{
    private const int StackFrames = 8;

    /// <summary>More than this at once is a storm; the rest is counted by the next look.</summary>
    private const int Limit = 1000;

    private readonly IsolatedReads reads = new(node.Calls);
    private readonly MotionWatch motion = new(node.Time);
    private Dictionary<(ProcessIdentity Identity, string Name), RuntimeFacts> known = [];

    public async Task<IReadOnlyList<RuntimeProcess>> ReadAsync(ProcessTable table)
    {
        var facts = new Dictionary<(ProcessIdentity, string), RuntimeFacts>();
        var found = new List<RuntimeProcess>();
        reads.BeginLook();
        foreach (var process in table.Processes.Where(process => ProcessNames.RuntimeOf(process.Name) is not null).Take(Limit))
        {
            var key = (process.Identity, process.Name);
            var its = await FactsOfAsync(process, key);
            if (its != RuntimeFacts.Unreadable)
            {
                facts[key] = its;
            }

            if (its.IsOfNode)
            {
                found.Add(await DescribeAsync(process, its, table));
            }
        }

        known = facts;
        motion.EndLook();
        return found;
    }

    /// <summary>
    /// Read anew at each look: a container's first process has the PID, the start and for a moment the name of the runtime's init that
    /// it was. Who ends has lost its command line, and who hangs tells nothing: what was known of these stays known.
    /// </summary>
    private async Task<RuntimeFacts> FactsOfAsync(ProcessEntry process, (ProcessIdentity, string) key)
    {
        var facts = await reads.TryAsync(process.Pid, () => RuntimeFacts.Read(node.Host, process));
        return facts is { Words.Count: > 0 } ? facts : known.GetValueOrDefault(key) ?? facts ?? RuntimeFacts.Unreadable;
    }

    private async Task<RuntimeProcess> DescribeAsync(ProcessEntry process, RuntimeFacts facts, ProcessTable table)
    {
        var described = new RuntimeProcess(
            process,
            ProcessNames.RuntimeOf(process.Name)!,
            ProcessNames.IsInitStage(process.Name) ? new RuntimeCommandLine(RuntimeCommand.Init, EndsSoon: false) : RuntimeCommandLine.Parse(facts.Words),
            table.AgeOf(process),
            ParentOf(process, table),
            facts.Words,
            Waits: null,
            Motionless: TimeSpan.Zero);
        if (!MayBeStuck(described))
        {
            return described;
        }

        if (process.IsZombie)
        {
            return described with { Motionless = motion.Observe(process.Identity, MotionWatch.Condition.Zombie, switches: null) };
        }

        var waits = await reads.TryAsync(process.Pid, () => ReadWaits(process));
        var condition = waits is { IsFrozen: true } ? MotionWatch.Condition.Frozen
            : waits is { IsBlocked: true } || process.State == 'D' ? MotionWatch.Condition.Blocked
            : (MotionWatch.Condition?)null;
        return described with { Waits = waits, Motionless = motion.Observe(process.Identity, condition, waits?.Switches) };
    }

    /// <summary>A young process that sleeps or runs is what every start of a container looks like.</summary>
    private bool MayBeStuck(RuntimeProcess process) =>
        process.State is RuntimeProcessState.Uninterruptible or RuntimeProcessState.Stopped or RuntimeProcessState.Zombie ||
        process.Age >= thresholds.Uninterruptible ||
        process.Age >= thresholds.Overdue;

    private ProcessWaits ReadWaits(ProcessEntry process)
    {
        var host = node.Host;
        var pid = process.Pid;
        var blocked = process.State == 'D'
            ? [process]
            : ProcessFiles.Threads(host, pid).Where(thread => thread.State == 'D').ToList();
        var who = blocked.FirstOrDefault()?.Pid ?? pid;
        return new ProcessWaits(
            ProcessFiles.WaitChannel(host, who),
            ProcessFiles.KernelStack(host, who, StackFrames),
            ProcessFiles.Cgroups(host, pid) is { } cgroups && CgroupFreezer.IsFrozen(host, cgroups),
            blocked.Count > 0,
            ProcessFiles.Status(host, who)?.Switches);
    }

    private static RuntimeParent ParentOf(ProcessEntry process, ProcessTable table) => table.Find(process.ParentPid)?.Name switch
    {
        ProcessNames.Shim or ProcessNames.Daemon or ProcessNames.Docker => RuntimeParent.Manager,
        { } name when ProcessNames.RuntimeOf(name) is not null => RuntimeParent.Runtime,
        _ => RuntimeParent.Other,
    };
}
