using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Socket;

/// <summary>A directory of shim sockets, and the instance that it is reported for.</summary>
internal sealed record ShimDirectory(string Address, string Path);

/// <summary>How many of an instance's shim sockets have a listener, and how many are left over.</summary>
/// <param name="Address">The instance.</param>
/// <param name="Live">With a listener.</param>
/// <param name="Stale">Without one, and no longer new.</param>
/// <param name="Problem">Why the numbers are not known; null when they are.</param>
internal sealed record ShimSocketCount(string Address, int Live, int Stale, string? Problem = null)
{
    public static ShimSocketCount Unknown(string address, string problem) => new(address, 0, 0, problem);

    public ShimSocketCount Add(ShimSocketCount other) =>
        new(Address, Live + other.Live, Stale + other.Stale, Problem ?? other.Problem);
}

/// <summary>
/// Counts the sockets of shims. A stale one is residue of a shim that was killed: harmless by itself, but each is a
/// container that containerd lost. A live one must never be deleted: containerd has no other way back to that shim.
/// </summary>
internal static class ShimSockets
{
    /// <summary>Counting stops here; a healthy node has two sockets at most for each container.</summary>
    public const int Limit = 20_000;

    /// <summary>Between bind(2) and listen(2), and between reading the table and the directory, a new socket looks stale.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    /// <summary>Shims of every stock build bind below this, whatever <c>--state</c> says (pkg/shim/util_unix.go).</summary>
    private const string CommonDirectory = "/run/containerd/s";

    /// <summary>
    /// Each instance's own directory, and the common one, which goes to the instance with containerd's default state,
    /// else to the first: names in it are hashes, and do not tell whose they are.
    /// </summary>
    public static IReadOnlyList<ShimDirectory> DirectoriesOf(IReadOnlyList<ContainerdInstance> instances)
    {
        if (instances.Count == 0)
        {
            return [];
        }

        var common = instances.FirstOrDefault(instance => OwnDirectory(instance) == CommonDirectory) ?? instances[0];
        return
        [
            .. instances
                .Select(instance => new ShimDirectory(instance.Address, OwnDirectory(instance)))
                .Prepend(new ShimDirectory(common.Address, CommonDirectory))
                .DistinctBy(directory => directory.Path, StringComparer.Ordinal),
        ];
    }

    /// <summary>A directory that does not exist holds nothing.</summary>
    public static ShimSocketCount Count(HostPaths host, ShimDirectory directory, UnixSocketTable sockets, DateTimeOffset now)
    {
        var local = host.ToLocal(directory.Path);
        var count = new ShimSocketCount(directory.Address, 0, 0);
        try
        {
            foreach (var name in Directory.EnumerateFiles(local).Take(Limit).Select(file => Path.GetFileName(file)))
            {
                if (SocketPaths.Spellings($"{directory.Path}/{name}").Any(path => sockets.ListenersAt(path) > 0))
                {
                    count = count with { Live = count.Live + 1 };
                }
                else if (IsSettledSocket($"{local}/{name}", now))
                {
                    count = count with { Stale = count.Stale + 1 };
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            return count;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return ShimSocketCount.Unknown(directory.Address, e.Message);
        }

        return count;
    }

    /// <summary>The kernel alone sets the time of change, so nobody can make a file look old.</summary>
    private static bool IsSettledSocket(string path, DateTimeOffset now) =>
        Libc.Status(path, follow: false, out var status) == Errno.None
        && status.Type == FileType.Socket
        && now - status.Changed.ToTime() >= Settling;

    private static string OwnDirectory(ContainerdInstance instance) => $"{KnownLayout.SocketKey(instance.State).TrimEnd('/')}/s";
}
