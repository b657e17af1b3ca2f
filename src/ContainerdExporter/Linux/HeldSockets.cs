using System.Globalization;

namespace ContainerdExporter.Linux;

/// <summary>Which sockets a process holds open (<c>/proc/PID/fd</c>, proc_pid_fd(5)).</summary>
internal static class HeldSockets
{
    /// <summary>A daemon with thousands of shims holds a few descriptors for each.</summary>
    private const int DescriptorLimit = 1 << 18;

    /// <summary>
    /// Those of the wanted sockets that the process holds; none when it has ended, null when the kernel does not let us
    /// look (it asks for the right to trace the process). Reads links by number: .NET's enumeration would follow each to
    /// the open file itself, and hang on a dead mount.
    /// </summary>
    public static IReadOnlyCollection<ulong>? Of(HostPaths host, int pid, IReadOnlyCollection<ulong> wanted)
    {
        var held = new HashSet<ulong>();
        Span<byte> target = stackalloc byte[64];
        var slots = Math.Min(ProcessFiles.Status(host, pid)?.DescriptorSlots ?? 0, DescriptorLimit);
        for (var descriptor = 0; descriptor < slots; descriptor++)
        {
            var length = Libc.ReadLink(host.Proc($"{pid}/fd/{descriptor}"), target, out var errno);
            if (errno is Errno.AccessDenied or Errno.NotPermitted)
            {
                return null;
            }

            if (length > 0 && ParseLink(target[..length]) is { } inode && wanted.Contains(inode))
            {
                held.Add(inode);
            }
        }

        return held;
    }

    /// <summary>Parses <c>socket:[inode]</c>.</summary>
    internal static ulong? ParseLink(ReadOnlySpan<byte> target) =>
        target.StartsWith("socket:["u8)
        && target[^1] == (byte)']'
        && ulong.TryParse(target[8..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
            ? inode
            : null;
}
