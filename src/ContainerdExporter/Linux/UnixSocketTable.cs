using System.Globalization;

namespace ContainerdExporter.Linux;

/// <summary>
/// The bound Unix sockets of the host's network namespace, from <c>/proc/PID/net/unix</c> (proc_pid_net(5)): which paths
/// have a listener. A socket keeps the path it was bound to when the file is unlinked, so two listeners with one path
/// mean that the later one took it from the earlier, or that they live in different mount namespaces.
/// </summary>
internal sealed class UnixSocketTable(IReadOnlyDictionary<string, IReadOnlyList<ulong>> listeners)
{
    private const int SizeLimit = 32 << 20;
    private const int ListeningFlag = 0x10000; // __SO_ACCEPTCON

    /// <summary>How many sockets listen that were bound to exactly this path.</summary>
    public int ListenersAt(string path) => InodesAt(path).Count;

    /// <summary>The sockets themselves, as <c>/proc/PID/fd</c> names them: <c>socket:[inode]</c>.</summary>
    public IReadOnlyList<ulong> InodesAt(string path) => listeners.GetValueOrDefault(path) ?? [];

    /// <summary>Reads the table of PID 1, or our own where that is not readable.</summary>
    public static UnixSocketTable Read(HostPaths host)
    {
        var text = ProcFile.TryReadText(host.Proc("1/net/unix"), SizeLimit, out _) ?? ProcFile.ReadText(host.Proc("self/net/unix"), SizeLimit);
        return Parse(text);
    }

    /// <summary>
    /// Num RefCount Protocol Flags Type St Inode Path; abstract names start with @ and are no paths. A path that holds a
    /// newline ends there, and what follows may imitate a line: a listener listed here is a hint, its holder the proof.
    /// </summary>
    public static UnixSocketTable Parse(string text)
    {
        var listeners = new Dictionary<string, IReadOnlyList<ulong>>(StringComparer.Ordinal);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            if (ParseLine(text.AsSpan()[range]) is var (path, inode))
            {
                listeners[path] = listeners.TryGetValue(path, out var others) ? [.. others, inode] : [inode];
            }
        }

        return new UnixSocketTable(listeners);
    }

    private static (string Path, ulong Inode)? ParseLine(ReadOnlySpan<char> line)
    {
        // The path is the rest of the line, spaces and all; no field before it holds a slash.
        var slash = line.IndexOf(" /");
        if (slash < 0)
        {
            return null;
        }

        Span<Range> fields = stackalloc Range[8];
        var head = line[..slash];
        return head.Split(fields, ' ', StringSplitOptions.RemoveEmptyEntries) == 7
            && int.TryParse(head[fields[3]], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var flags)
            && (flags & ListeningFlag) != 0
            && ulong.TryParse(head[fields[6]], NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
            ? (line[(slash + 1)..].ToString(), inode)
            : null;
    }
}
