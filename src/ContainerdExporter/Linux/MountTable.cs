using System.Text;

namespace ContainerdExporter.Linux;

/// <summary>One line of mountinfo.</summary>
/// <param name="Device">major:minor of the file system.</param>
/// <param name="Source">The mounted device or other source, e.g. <c>/dev/vda1</c>.</param>
/// <param name="MountPoint">Where, on the host.</param>
/// <param name="FileSystemType">ext4, xfs, overlay, ….</param>
/// <param name="IsReadOnly">The file system itself is read-only (not merely this mount of it).</param>
/// <param name="IsMountReadOnly">This mount of it is read-only.</param>
internal sealed record MountEntry(
    string Device,
    string Source,
    string MountPoint,
    string FileSystemType,
    bool IsReadOnly,
    bool IsMountReadOnly)
{
    /// <summary>For a hierarchy of version 1 control groups, whether it has the memory controller.</summary>
    public bool HasMemoryController { get; init; }

    /// <summary>The directory of the file system that is mounted, for control groups; another than <c>/</c> in a container.</summary>
    public string Root { get; init; } = "/";
}

/// <summary>The mounts of a process, from <c>/proc/PID/mountinfo</c> (proc_pid_mountinfo(5)).</summary>
internal sealed class MountTable(IReadOnlyList<MountEntry> entries)
{
    /// <summary>A node with many pods has a few thousand mounts of about 1 KiB each (overlay); this is far above any of them.</summary>
    private const int SizeLimit = 32 << 20;

    public IReadOnlyList<MountEntry> Entries => entries;

    /// <summary>The mount that carries a host path: the deepest mount point above it, the last mounted where several are stacked.</summary>
    public MountEntry? Carrying(string path)
    {
        MountEntry? best = null;
        foreach (var entry in entries)
        {
            if (IsBelow(path, entry.MountPoint) && (best is null || entry.MountPoint.Length >= best.MountPoint.Length))
            {
                best = entry;
            }
        }

        return best;
    }

    /// <summary>
    /// Reads the table of the host: our own where we see the host's root, else that of PID 1.
    /// </summary>
    public static MountTable Read(HostPaths host)
    {
        var path = host.Proc(host.IsHostRoot ? "self/mountinfo" : "1/mountinfo");
        return new MountTable(Parse(ProcFile.ReadText(path, SizeLimit)));
    }

    /// <summary>Reads our own table: what is mounted where inside the exporter's container.</summary>
    public static MountTable ReadOwn(HostPaths host) => new(Parse(ProcFile.ReadText(host.Proc("self/mountinfo"), SizeLimit)));

    public static IReadOnlyList<MountEntry> Parse(string text)
    {
        var entries = new List<MountEntry>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (ParseLine(line) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue.</summary>
    private static MountEntry? ParseLine(ReadOnlySpan<char> line)
    {
        var separator = line.IndexOf(" - ");
        if (separator < 0)
        {
            return null;
        }

        Span<Range> left = stackalloc Range[7];
        Span<Range> right = stackalloc Range[3];
        var head = line[..separator];
        var tail = line[(separator + 3)..];
        if (head.Split(left, ' ') < 6 || tail.Split(right, ' ') < 3)
        {
            return null;
        }

        var type = Unescape(tail[right[0]]);
        return new MountEntry(
            head[left[2]].ToString(),
            Unescape(tail[right[1]]),
            Unescape(head[left[4]]),
            type,
            HasReadOnly(tail[right[2]]),
            HasReadOnly(head[left[5]]))
        {
            HasMemoryController = type == "cgroup" && HasOption(tail[right[2]], "memory"),
            Root = type.StartsWith("cgroup", StringComparison.Ordinal) ? Unescape(head[left[3]]) : "/",
        };
    }

    /// <summary>After an error ext4 says ro up to Linux 6.11, nothing at all in some later kernels, and emergency_ro in recent ones.</summary>
    private static bool HasReadOnly(ReadOnlySpan<char> options) => HasOption(options, "ro") || HasOption(options, "emergency_ro");

    private static bool HasOption(ReadOnlySpan<char> options, ReadOnlySpan<char> option)
    {
        foreach (var range in options.Split(','))
        {
            if (options[range].SequenceEqual(option))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The kernel writes space, tab, newline and backslash as three octal digits.</summary>
    private static string Unescape(ReadOnlySpan<char> field)
    {
        if (!field.Contains('\\'))
        {
            return field.ToString();
        }

        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 < field.Length && IsOctal(field.Slice(i + 1, 3)))
            {
                text.Append((char)Convert.ToInt32(field.Slice(i + 1, 3).ToString(), 8));
                i += 3;
            }
            else
            {
                text.Append(field[i]);
            }
        }

        return text.ToString();
    }

    private static bool IsOctal(ReadOnlySpan<char> digits) => digits.IndexOfAnyExceptInRange('0', '7') < 0;

    private static bool IsBelow(string path, string directory) =>
        directory == "/" ||
        (path.StartsWith(directory, StringComparison.Ordinal) && (path.Length == directory.Length || path[directory.Length] == '/'));
}
