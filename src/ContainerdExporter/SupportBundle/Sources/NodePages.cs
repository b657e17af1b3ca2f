using System.Text;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Exposition;
using ContainerdExporter.Linux;

namespace ContainerdExporter.SupportBundle.Sources;

/// <summary>What the node is, how much memory and how many file systems it has, and which sockets of containerd are bound.</summary>
internal static class NodePages
{
    private const int FileLimit = 256 << 10;

    private static readonly string[] SocketWords = ["containerd", "docker", "k3s", "rke2", "k0s", "microk8s", "shim"];

    public static string Versions(HostPaths host, IEnumerable<ContainerdInstance> instances)
    {
        var text = new StringBuilder().AppendLine($"containerd-exporter {SelfMetrics.Version}").AppendLine(ProcFile.ReadText(host.Proc("version"), FileLimit).Trim());
        text.AppendLine(ProcFile.TryReadText(host.ToLocal("/etc/os-release"), FileLimit, out _)?.Trim() ?? "no /etc/os-release");
        foreach (var instance in instances)
        {
            text.AppendLine($"{instance.Address}: {instance.Distribution}, unit {instance.Unit ?? "-"}, root {instance.Root}, state {instance.State}, configuration {instance.ConfigPath}, pids {string.Join(' ', instance.Daemons.Select(daemon => daemon.Process.Pid))}");
        }

        return text.ToString();
    }

    public static string Memory(HostPaths host)
    {
        var text = new StringBuilder();
        foreach (var name in new[] { "loadavg", "uptime", "meminfo", "pressure/cpu", "pressure/io", "pressure/memory" })
        {
            text.AppendLine($"# /proc/{name}").AppendLine(ProcFile.TryReadText(host.Proc(name), FileLimit, out var errno)?.TrimEnd() ?? $"error {(int)errno}");
        }

        return text.ToString();
    }

    public static string Mounts(HostPaths host) =>
        ProcFile.TryReadText(host.Proc("1/mountinfo"), 4 << 20, out _) ?? ProcFile.ReadText(host.Proc("self/mountinfo"), 4 << 20);

    public static string Sockets(HostPaths host)
    {
        var table = ProcFile.TryReadText(host.Proc("1/net/unix"), 32 << 20, out _) ?? ProcFile.ReadText(host.Proc("self/net/unix"), 32 << 20);
        return string.Join('\n', table.Split('\n').Where(line => SocketWords.Any(word => line.Contains(word, StringComparison.Ordinal)))) + "\n";
    }
}
