namespace ContainerdExporter.Linux;

/// <summary>
/// Where the host's files are seen from here: a path on the host is looked up below <c>--path.rootfs</c>, with symbolic
/// links followed as the host would follow them (<c>/var/run</c> is absolute on most hosts and would leave the mount).
/// </summary>
internal sealed class HostPaths(string rootfs = "/", string procfs = "/proc")
{
    private const int LinkLimit = 40; // as in the kernel: more is ELOOP

    /// <summary>
    /// Stands for a path of too many links, which the kernel would follow out of the host's root, and for one with a zero byte, which would end
    /// there. Longer than a name may be (NAME_MAX), so that nothing can be found there.
    /// </summary>
    private static readonly string Unreachable = "/" + new string('-', 256);

    /// <summary>The host's root directory as seen from here, without a final slash; empty for <c>/</c>.</summary>
    private readonly string root = rootfs.TrimEnd('/');

    public string Procfs { get; } = procfs.TrimEnd('/');

    /// <summary>Whether the exporter sees the host's files at their own paths.</summary>
    public bool IsHostRoot => root.Length == 0;

    public string Proc(string relative) => $"{Procfs}/{relative}";

    /// <summary>
    /// The path to open here for a path on the host. Touches the file system when the host's root is elsewhere, so it
    /// may hang on a dead mount like any other look-up.
    /// </summary>
    public string ToLocal(string hostPath) => IsHostRoot && !HasZero(hostPath) ? hostPath : root + FollowLinks(hostPath);

    /// <summary>
    /// The host path with every symbolic link replaced; the part after a missing component is kept as it is. With more
    /// links than the kernel allows, or a zero byte, a path at which nothing can be.
    /// </summary>
    public string FollowLinks(string hostPath)
    {
        if (HasZero(hostPath))
        {
            return Unreachable;
        }

        var pending = new Stack<string>(Split(hostPath).Reverse());
        var done = new List<string>();
        var links = 0;
        while (pending.TryPop(out var name))
        {
            if (name == "..")
            {
                if (done.Count > 0)
                {
                    done.RemoveAt(done.Count - 1);
                }

                continue;
            }

            done.Add(name);
            if (new FileInfo(root + Join(done)).LinkTarget is not { } target)
            {
                continue;
            }

            if (++links > LinkLimit)
            {
                return Unreachable;
            }

            done.RemoveAt(done.Count - 1);
            if (target.StartsWith('/'))
            {
                done.Clear();
            }

            foreach (var part in Split(target).Reverse())
            {
                pending.Push(part);
            }
        }

        return Join(done);
    }

    /// <summary>No file has such a path, but a configuration may well name it.</summary>
    private static bool HasZero(string path) => path.Contains('\0', StringComparison.Ordinal);

    private static IEnumerable<string> Split(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".");

    private static string Join(List<string> parts) => "/" + string.Join('/', parts);
}
