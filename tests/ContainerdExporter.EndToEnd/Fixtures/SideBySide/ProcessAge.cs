using System.Globalization;

namespace ContainerdExporter.EndToEnd.Fixtures.SideBySide;

/// <summary>How long a process of a node has been running.</summary>
public static class ProcessAge
{
    private const double TicksOfKernel = 100;

    /// <summary>To 10 ms: the time since boot, less the start of the process in it (/proc/uptime, /proc/PID/stat).</summary>
    public static TimeSpan AgeOf(this TestNode node, NodeProcess process)
    {
        var stat = File.ReadAllText(node.PathOf($"/proc/{process.Pid}/stat"));
        var started = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        var uptime = File.ReadAllText("/proc/uptime").Split(' ')[0];
        return TimeSpan.FromSeconds(double.Parse(uptime, CultureInfo.InvariantCulture) - (double.Parse(started, CultureInfo.InvariantCulture) / TicksOfKernel));
    }
}
