using ContainerdExporter.Causes.Runtime.Shims;
using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Causes.Runtime.Shims;

internal static class ShimSamples
{
    public const string Address = "/run/containerd/containerd.sock";

    public static readonly DateTimeOffset DaemonStart = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly UnixSocketTable NoSockets = UnixSocketTable.Parse(string.Empty);

    public static ShimProcess Shim(string id, string space = "k8s.io", char state = 'S', int pid = 100) => new(
        new ProcessEntry(pid, "containerd-shim", state, 1, 5), DaemonStart.AddHours(-1), new ShimCommandLine(Address, space, id));

    public static ContainerdTask Task(string id, ContainerdTaskStatus status = ContainerdTaskStatus.Running, string space = "k8s.io", DateTimeOffset? exited = null) =>
        new(space, id, status, exited);

    public static ShimBundle Bundle(string id, string space = "k8s.io", string? socket = null) => new(space, id, socket ?? $"/run/containerd/s/{id}");

    public static ShimSurvey Survey(IReadOnlyList<ContainerdTask> tasks, IReadOnlyList<ShimBundle> bundles, params ShimProcess[] unattended) =>
        new(DaemonStart.AddMinutes(5), TimeSpan.FromSeconds(0.01), TaskListState.Ok, tasks, bundles, unattended.Select(shim => shim.Process.Identity).ToHashSet(), new HashSet<ProcessIdentity>());

    public static ShimSuspects Nothing => new(new Dictionary<ProcessIdentity, OrphanReason>(), new HashSet<ShimBundle>());
}
