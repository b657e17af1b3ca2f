using ContainerdExporter.Containerd;
using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Linux;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Collection;

/// <summary>The node as the collectors reach it: paths, clock, and the parts that remember something between collections.</summary>
internal sealed class Node
{
    private readonly BootClock clock;
    private readonly Strangers strangers;

    public Node(HostPaths host, TimeProvider time, IReadOnlyList<string> expectedAddresses, TimeSpan probeBudget)
    {
        Host = host;
        Time = time;
        clock = new BootClock(host, time);
        strangers = new Strangers(time);
        Calls = new IsolatedCalls(time);
        Discovery = new InstanceDiscovery(host, Calls, new DaemonPathsReader(host), expectedAddresses);
        Prober = new DaemonProber(host, probeBudget);
        Shims = new ShimReader(host, Calls);
    }

    public HostPaths Host { get; }

    public TimeProvider Time { get; }

    public IsolatedCalls Calls { get; }

    public InstanceDiscovery Discovery { get; }

    public DaemonProber Prober { get; }

    public ShimReader Shims { get; }

    /// <summary>The reader of the kernel's log; null when no enabled collector listens to it.</summary>
    public KernelLogReader? KernelLog { get; init; }

    /// <summary>A process that became one of interest by exec(2), long after its fork, may be missing for up to <see cref="Strangers.Trust"/>.</summary>
    public ProcessTable ScanProcesses() => ProcessScanner.Scan(Host, clock, ProcessNames.IsOfInterest, strangers);

    /// <summary>Every process, whatever is remembered: for a suspicion that must be right.</summary>
    public ProcessTable ScanProcessesAfresh() => ProcessScanner.Scan(Host, clock, ProcessNames.IsOfInterest);
}
