namespace ContainerdExporter.Linux;

/// <summary>Tells the node's own processes from those in a container, whose names and paths mean something else.</summary>
internal static class HostView
{
    /// <summary>
    /// Whether a process has the node's root directory. A copy of the mount table (unshare -m) keeps it; a container has
    /// another. Unknown (a missing permission, a zombie, which has none) counts as the same.
    /// </summary>
    public static bool SharesRoot(HostPaths host, int pid) => IsSame(host.Proc($"{pid}/root/"), host.ToLocal("/"), missingIsOther: false);

    /// <summary>
    /// Whether a process can be a part of the node's own runtime: in no container, and root's, or of the user that we are. Its name proves
    /// nothing, anyone may give a process one. Unknown counts as yes.
    /// </summary>
    public static bool MayBeOfRuntime(HostPaths host, int pid) =>
        ProcessFiles.Status(host, pid) is var status &&
        status is not { NamespaceDepth: > 1 } &&
        (status?.EffectiveUser is not > 0 || status.EffectiveUser == Libc.EffectiveUser()) &&
        SharesRoot(host, pid);

    /// <summary>Whether a path leads a process and the node to the same file; one that only one of them has tells them apart.</summary>
    public static bool SharesPath(HostPaths host, int pid, string path) => IsSame(host.Proc($"{pid}/root") + path, host.ToLocal(path), missingIsOther: true);

    /// <summary>Whether the program that a process runs lies on the file system of its own root directory.</summary>
    public static bool RunsFromItsRoot(HostPaths host, int pid) =>
        Libc.Status(host.Proc($"{pid}/exe"), follow: true, out var program) == Errno.None &&
        Libc.Status(host.Proc($"{pid}/root/"), follow: true, out var root) == Errno.None &&
        program.DevMajor == root.DevMajor && program.DevMinor == root.DevMinor;

    private static bool IsSame(string one, string other, bool missingIsOther)
    {
        var first = Libc.Status(one, follow: true, out var a);
        var second = Libc.Status(other.Length == 0 ? "/" : other, follow: true, out var b);
        return (first, second) switch
        {
            (Errno.None, Errno.None) => a.IsSameFile(b),
            (Errno.NotFound, Errno.None) or (Errno.None, Errno.NotFound) => !missingIsOther,
            _ => true,
        };
    }
}
