namespace ContainerdExporter.Linux;

/// <summary>
/// The bound Unix sockets of the host's network namespace, from <c>/proc/PID/net/unix</c> (proc_pid_net(5)): which paths
/// have a listener. Two listeners with one path mean that the later one took the path from the earlier.
/// </summary>
internal sealed class UnixSocketTable(IReadOnlyDictionary<string, int> listeners)
{
    private const int SizeLimit = 32 << 20;
    private const int ListeningFlag = 0x10000; // __SO_ACCEPTCON

    /// <summary>How many sockets listen that were bound to exactly this path.</summary>
    public int ListenersAt(string path) => listeners.GetValueOrDefault(path);

    /// <summary>Reads the table of PID 1, or our own where that is not readable.</summary>
    public static UnixSocketTable Read(HostPaths host)
    {
        var text = ProcFile.TryReadText(host.Proc("1/net/unix"), SizeLimit, out _) ?? ProcFile.ReadText(host.Proc("self/net/unix"), SizeLimit);
        return Parse(text);
    }

    /// <summary>Num RefCount Protocol Flags Type St Inode Path; abstract names start with @ and are no paths.</summary>
    public static UnixSocketTable Parse(string text)
    {
        var listeners = new Dictionary<string, int>(StringComparer.Ordinal);
        Span<Range> fields = stackalloc Range[8];
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.Split(fields, ' ', StringSplitOptions.RemoveEmptyEntries) < 8 ||
                !int.TryParse(line[fields[3]], System.Globalization.NumberStyles.HexNumber, null, out var flags) ||
                (flags & ListeningFlag) == 0)
            {
                continue;
            }

            // The path is the rest of the line: it may hold spaces.
            var path = line[fields[7].Start..].ToString();
            if (path.StartsWith('/'))
            {
                listeners[path] = listeners.GetValueOrDefault(path) + 1;
            }
        }

        return new UnixSocketTable(listeners);
    }
}
