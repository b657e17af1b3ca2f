using ContainerdExporter.Causes.Runtime.Processes;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Causes.Runtime.Processes;

internal static class RuntimeProcessSamples
{
    public static readonly StuckThresholds Thresholds = new(
        Uninterruptible: TimeSpan.FromSeconds(30), Overdue: TimeSpan.FromSeconds(60), Zombie: TimeSpan.FromSeconds(60));

    public static readonly ProcessWaits Sleeping = new("futex_wait_queue", ["futex_wait_queue"], IsFrozen: false, IsBlocked: false, Switches: 7);

    public static readonly ProcessWaits AwaitingStart = Sleeping with { Channel = "wait_for_partner" };

    public static RuntimeProcess Of(string command, char state = 'S', double age = 0, double motionless = 0, RuntimeParent parent = RuntimeParent.Manager, ProcessWaits? waits = null)
    {
        string[] words = ["runc", .. command.Split(' ')];
        return new RuntimeProcess(
            new ProcessEntry(4242, "runc", state, 1, 100),
            "runc",
            RuntimeCommandLine.Parse(words),
            TimeSpan.FromSeconds(age),
            parent,
            words,
            waits,
            TimeSpan.FromSeconds(motionless));
    }

    public static RuntimeProcessSample Sample(params RuntimeProcess[] processes) =>
        new([.. processes.Select(process => new JudgedProcess(process, StuckJudge.Judge(process, Thresholds)))]);
}
