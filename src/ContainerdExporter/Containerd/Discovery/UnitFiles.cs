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

    private static string[] Candidates(Distribution distribution) => distribution switch
    {
        Distribution.K3s => ["k3s", "k3s-agent"],
        Distribution.Rke2 => ["rke2-server", "rke2-agent"],
        Distribution.K0s => ["k0sworker", "k0scontroller"],
        _ => [],
    };

    private static bool IsLink(string path) => Libc.Status(path, follow: false, out _) == Errno.None;
}
