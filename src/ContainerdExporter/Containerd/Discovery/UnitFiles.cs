using ContainerdExporter.Linux;

namespace ContainerdExporter.Containerd.Discovery;

/// <summary>
/// The unit that starts an instance at boot, for one that does not run: k3s and rke2 have one for servers and one for agents, k0s for
/// controllers and workers, and a node has enabled one of them.
/// </summary>
internal static class UnitFiles
{
    private const string Enabled = "/etc/systemd/system/multi-user.target.wants/";

    public static string? EnabledUnit(HostPaths host, Distribution distribution)
    {
        var enabled = Candidates(distribution).Where(unit => IsLink(host.ToLocal($"{Enabled}{unit}.service"))).Take(2).ToList();
        return enabled is [var only] ? only : null;
    }

    /// <summary>
    /// The service that runs the daemon, as its cgroup says; else the distribution's. Null where that has several, for servers and
    /// for agents, and none is known to be enabled.
    /// </summary>
    public static string? UnitOf(ContainerdInstance instance) => instance.Unit ?? instance.Distribution switch
    {
        Distribution.Upstream => "containerd",
        Distribution.Docker => "docker",
        Distribution.Microk8s => "snap.microk8s.daemon-containerd",
        _ => null,
    };

    private static string[] Candidates(Distribution distribution) => distribution switch
    {
        Distribution.K3s => ["k3s", "k3s-agent"],
        Distribution.Rke2 => ["rke2-server", "rke2-agent"],
        Distribution.K0s => ["k0sworker", "k0scontroller"],
        _ => [],
    };

    private static bool IsLink(string path) => Libc.Status(path, follow: false, out _) == Errno.None;
}
