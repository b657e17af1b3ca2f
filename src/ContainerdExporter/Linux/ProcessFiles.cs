namespace ContainerdExporter.Linux;

/// <summary>
/// Small readers of one process's files. Null where the process has ended or a permission is missing. Most of them take
/// locks that a stuck process may hold (mmap_lock, exec_update_lock), so a caller runs them as isolated calls.
/// </summary>
internal static class ProcessFiles
{
    private const int LineLimit = 4 << 10;
    private const int StatusLimit = 16 << 10;
    private const int ThreadLimit = 64;

    /// <summary>The words of the command line; empty for a zombie or a kernel thread.</summary>
    public static IReadOnlyList<string>? CommandLine(HostPaths host, int pid) =>
        Text(host, pid, "cmdline", LineLimit)?.TrimEnd('\0').Split('\0', StringSplitOptions.None) is { } words
            ? words is [""] ? [] : words
            : null;

    /// <summary>The path of the program that it runs, also where another file lies there by now.</summary>
    public static string? Program(HostPaths host, int pid)
    {
        const string Deleted = " (deleted)";
        var target = new FileInfo(host.Proc($"{pid}/exe")).LinkTarget;
        return target?.EndsWith(Deleted, StringComparison.Ordinal) == true ? target[..^Deleted.Length] : target;
    }

    /// <summary>What it was started with: NAME=value; needs the permission to trace it.</summary>
    public static string? EnvironmentVariable(HostPaths host, int pid, string name) =>
        Text(host, pid, "environ", 256 << 10)?
            .Split('\0')
            .FirstOrDefault(each => each.StartsWith(name, StringComparison.Ordinal) && each.AsSpan(name.Length).StartsWith("="))?[(name.Length + 1)..];

    /// <summary>The function in the kernel that it waits in; null while it runs, and without the permission to trace it.</summary>
    public static string? WaitChannel(HostPaths host, int pid) =>
        Text(host, pid, "wchan", 256)?.Trim() is { Length: > 0 } text and not "0" ? text : null;

    /// <summary>The innermost functions of its kernel stack, offsets left out; empty unless we are root.</summary>
    public static IReadOnlyList<string> KernelStack(HostPaths host, int pid, int frames)
    {
        var text = Text(host, pid, "stack", LineLimit) ?? string.Empty;
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(frames).Select(Function)];
    }

    /// <summary>Its <c>status</c>, as far as it is needed here.</summary>
    public static ProcessStatus? Status(HostPaths host, int pid) =>
        Text(host, pid, "status", StatusLimit) is { } text ? ProcessStatus.Parse(text) : null;

    /// <summary>The freezer's cgroup of the process: <c>0::/path</c> in v2, the line of the freezer controller in v1.</summary>
    public static string? Cgroups(HostPaths host, int pid) => Text(host, pid, "cgroup", StatusLimit);

    /// <summary>The state letters of its threads, by thread id; a Go program blocks on any of them.</summary>
    public static IEnumerable<ProcessEntry> Threads(HostPaths host, int pid)
    {
        foreach (var thread in ProcessThreads.Of(host, pid, ThreadLimit))
        {
            if (Text(host, pid, $"task/{thread}/stat", LineLimit) is { } text && ProcessStat.Parse(thread, System.Text.Encoding.UTF8.GetBytes(text)) is { } entry)
            {
                yield return entry;
            }
        }
    }

    private static string? Text(HostPaths host, int pid, string file, int limit) =>
        ProcFile.TryReadText(host.Proc($"{pid}/{file}"), limit, out _);

    /// <summary><c>[&lt;0&gt;] wait_for_partner+0x53/0xb0</c> is <c>wait_for_partner</c>.</summary>
    private static string Function(string line)
    {
        var name = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        var offset = name.IndexOf('+', StringComparison.Ordinal);
        return offset < 0 ? name : name[..offset];
    }
}
