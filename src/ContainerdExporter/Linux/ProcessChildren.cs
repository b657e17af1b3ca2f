namespace ContainerdExporter.Linux;

/// <summary>Whether a process has children (proc_pid_task(5): <c>/proc/PID/task/TID/children</c>).</summary>
internal static class ProcessChildren
{
    private const int ThreadLimit = 256;

    /// <summary>Null where the kernel was built without that file, and when the process has ended.</summary>
    public static bool? Any(HostPaths host, int pid)
    {
        bool? any = null;
        foreach (var thread in ProcessThreads.Of(host, pid, ThreadLimit))
        {
            if (ProcFile.TryReadText(host.Proc($"{pid}/task/{thread}/children"), 4 << 10, out _) is { } text)
            {
                any = any == true || text.Length > 0;
            }
        }

        return any;
    }
}
