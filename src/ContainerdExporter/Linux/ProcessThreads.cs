using System.Buffers.Text;

namespace ContainerdExporter.Linux;

/// <summary>The threads of a process (proc_pid_task(5)).</summary>
internal static class ProcessThreads
{
    /// <summary>Their ids; none when the process has ended, also in the middle of the look.</summary>
    public static IReadOnlyList<int> Of(HostPaths host, int pid, int limit)
    {
        var threads = new List<int>();
        DirectoryListing.Read(host.Proc($"{pid}/task"), limit, (name, in _) =>
        {
            if (Utf8Parser.TryParse(name, out int thread, out var used) && used == name.Length)
            {
                threads.Add(thread);
            }
        });
        return threads;
    }
}
