using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Causes.Socket;

/// <summary>Instances as discovery would give them.</summary>
internal static class Instances
{
    public static readonly ContainerdInstance Upstream = Of(KnownLayout.Upstream);

    public static readonly ContainerdInstance Docker = Of(KnownLayout.All.Single(layout => layout.Distribution == Distribution.Docker));

    public static readonly ContainerdInstance K3s = Of(KnownLayout.All.Single(layout => layout.Distribution == Distribution.K3s));

    public static DaemonProcess Daemon(int pid, DateTimeOffset start = default) =>
        new(new ProcessEntry(pid, "containerd", 'S', 1, 0), start);

    private static ContainerdInstance Of(KnownLayout layout) =>
        new(layout.Address, layout.Distribution, InstanceSource.Layout, layout.Root, layout.State, layout.Config, Daemons: []);
}
