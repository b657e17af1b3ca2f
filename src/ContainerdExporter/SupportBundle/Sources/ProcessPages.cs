using System.Text;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Linux;

namespace ContainerdExporter.SupportBundle.Sources;

/// <summary>The processes of the runtime: state, age, where in the kernel they wait, and how they were started.</summary>
internal static class ProcessPages
{
    private const int ProcessLimit = 2000;
    private const int FrameLimit = 24;

    public static string Read(HostPaths host, ProcessTable table)
    {
        var text = new StringBuilder();
        foreach (var process in table.Processes.OrderBy(process => process.Pid).Take(ProcessLimit))
        {
            text.AppendLine($"{process.Pid} {OneLine.Of(process.Name)}: state {process.State}, parent {process.ParentPid}, age {table.AgeOf(process).TotalSeconds:0} s, waits in {OneLine.Of(ProcessFiles.WaitChannel(host, process.Pid) ?? "-")}");
            if (ProcessFiles.CommandLine(host, process.Pid) is { Count: > 0 } words)
            {
                text.AppendLine($"  {OneLine.Of(string.Join(' ', words))}");
            }

            foreach (var thread in ProcessFiles.Threads(host, process.Pid).Where(thread => thread.State == 'D'))
            {
                text.AppendLine($"  thread {thread.Pid} {OneLine.Of(thread.Name)} is uninterruptible");
            }

            if (process.State is 'D' or 'T' or 't')
            {
                foreach (var frame in ProcessFiles.KernelStack(host, process.Pid, FrameLimit))
                {
                    text.AppendLine($"    {OneLine.Of(frame)}");
                }
            }
        }

        return table.Processes.Count > ProcessLimit ? text.AppendLine($"and {table.Processes.Count - ProcessLimit} more").ToString() : text.ToString();
    }
}
