namespace ContainerdExporter.Linux;

/// <summary>Whether the PIDs in our <c>/proc</c> are the node's own.</summary>
internal static class PidView
{
    /// <summary>PROC_PID_INIT_INO (include/linux/proc_ns.h): the first PID namespace has this number on every kernel.</summary>
    private const string Initial = "pid:[4026531836]";

    /// <summary>True when we share the machine's first PID namespace, or were given the <c>/proc</c> of another place on purpose.</summary>
    public static bool IsInitial(HostPaths host) =>
        host.Procfs != "/proc" || new FileInfo(host.Proc("self/ns/pid")).LinkTarget == Initial;
}
