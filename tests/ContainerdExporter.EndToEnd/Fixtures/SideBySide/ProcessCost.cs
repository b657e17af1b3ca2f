using System.Globalization;
using System.Text;
using ContainerdExporter.Linux;

namespace ContainerdExporter.EndToEnd.Fixtures.SideBySide;

/// <summary>What the kernel says that a process has used.</summary>
/// <param name="Cpu">User and system time since its start, to 10 ms (/proc/PID/stat).</param>
/// <param name="Age">Time since its start, to 10 ms (/proc/PID/stat, /proc/uptime).</param>
/// <param name="Resident">Bytes in memory now (VmRSS of /proc/PID/status).</param>
/// <param name="Anonymous">Of these, bytes that no file backs (RssAnon).</param>
/// <param name="Peak">The most that was ever resident (VmHWM).</param>
/// <param name="Threads">Threads now.</param>
/// <param name="Handles">Open files now.</param>
public sealed record ProcessCost(TimeSpan Cpu, TimeSpan Age, long Resident, long Anonymous, long Peak, int Threads, int Handles)
{
    private const double TicksOfKernel = 100; // USER_HZ of every Linux ABI that .NET runs on

    public static ProcessCost Of(TestNode node, NodeProcess process)
    {
        var folder = node.PathOf($"/proc/{process.Pid}");
        var stat = File.ReadAllText($"{folder}/stat");
        var status = File.ReadAllText($"{folder}/status");
        var own = OwnProcess.Parse(stat, Directory.GetFileSystemEntries($"{folder}/fd").Length);
        var start = ProcessStat.Parse(process.Pid, Encoding.UTF8.GetBytes(stat))!.StartTicks / TicksOfKernel;
        var uptime = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
        return new ProcessCost(
            own.CpuTime,
            TimeSpan.FromSeconds(uptime - start),
            KiB(status, "VmRSS:"),
            KiB(status, "RssAnon:"),
            KiB(status, "VmHWM:"),
            own.Threads,
            own.OpenDescriptors);
    }

    private static long KiB(string status, string key)
    {
        var line = status.Split('\n').First(line => line.StartsWith(key, StringComparison.Ordinal));
        return 1024 * long.Parse(line[key.Length..].Replace("kB", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
