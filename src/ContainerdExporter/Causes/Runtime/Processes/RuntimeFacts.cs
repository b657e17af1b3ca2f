using ContainerdExporter.Containerd;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Processes;

/// <summary>What does not change while a process runs one program.</summary>
/// <param name="IsOfNode">False for a container's own process, or a user's, that bears a runtime's name.</param>
/// <param name="Words">Its command line; empty where it cannot be read.</param>
internal sealed record RuntimeFacts(bool IsOfNode, IReadOnlyList<string> Words)
{
    /// <summary>A process of which nothing but its <c>stat</c> could be read.</summary>
    public static readonly RuntimeFacts Unreadable = new(IsOfNode: true, []);

    /// <summary>Reads the files of one process. May hang on one that is stuck inside the kernel.</summary>
    public static RuntimeFacts Read(HostPaths host, ProcessEntry process) => new(
        ProcessNames.IsInitStage(process.Name) ? IsInit(host, process.Pid) : HostView.MayBeOfRuntime(host, process.Pid),
        ProcessFiles.CommandLine(host, process.Pid) ?? []);

    /// <summary>
    /// <c>init</c> is inside the container's namespaces and still runs the runtime's program, from the node's file system
    /// or from memory. A workload that merely gives itself the name runs a program of its own root directory.
    /// </summary>
    private static bool IsInit(HostPaths host, int pid) =>
        HostView.SharesRoot(host, pid) || !HostView.RunsFromItsRoot(host, pid);
}
