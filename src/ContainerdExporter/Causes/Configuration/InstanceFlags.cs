using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>The flags that win over an instance's configuration.</summary>
internal static class InstanceFlags
{
    private const int CommandLineLimit = 64 << 10;

    /// <summary>Those of a running daemon; of one that is down, what its distribution starts it with.</summary>
    public static DaemonFlags Of(HostPaths host, ContainerdInstance instance)
    {
        if (instance.Daemons is [var daemon, ..] &&
            ProcFile.TryReadText(host.Proc($"{daemon.Process.Pid}/cmdline"), CommandLineLimit, out _) is { Length: > 0 } cmdline &&
            DaemonCommandLine.Parse(cmdline) is { } flags)
        {
            return new DaemonFlags(flags.Address, flags.Root, flags.State);
        }

        return instance.Distribution is Distribution.K3s or Distribution.Rke2 or Distribution.Microk8s or Distribution.K0s
            ? new DaemonFlags(instance.Address, instance.Root, instance.State)
            : DaemonFlags.None;
    }
}
