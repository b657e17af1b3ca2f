using System.Globalization;

namespace ContainerdExporter.EndToEnd.Fixtures.SideBySide;

/// <summary>What the kernel says that a process has used.</summary>
/// <param name="Cpu">User and system time since its start, to 10 ms (/proc/PID/stat).</param>
/// <param name="Resident">Bytes in memory now (VmRSS of /proc/PID/status).</param>
/// <param name="Anonymous">Of these, bytes that no file backs (RssAnon).</param>
/// <param name="Peak">The most that was ever resident (VmHWM).</param>
/// <param name="Threads">Threads now.</param>
/// <param name="Handles">Open files now.</param>
public sealed record ProcessCost(TimeSpan Cpu, long Resident, long Anonymous, long Peak, int Threads, int Handles)
{
    private const long TicksOfKernel = 100; // USER_HZ of every Linux ABI that .NET runs on

    public static ProcessCost Of(TestNode node, NodeProcess process)
    {
        var folder = node.PathOf($"/proc/{process.Pid}");
        var stat = File.ReadAllText($"{folder}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var status = File.ReadAllText($"{folder}/status");
        return new ProcessCost(
            TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / (double)TicksOfKernel),
            KiB(status, "VmRSS:"),
            KiB(status, "RssAnon:"),
            KiB(status, "VmHWM:"),
            (int)Number(fields[17]),
            Directory.GetFileSystemEntries($"{folder}/fd").Length);
    }

    private static long KiB(string status, string key)
    {
        var line = status.Split('\n').First(line => line.StartsWith(key, StringComparison.Ordinal));
        return 1024 * Number(line[key.Length..].Replace("kB", string.Empty, StringComparison.Ordinal));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
