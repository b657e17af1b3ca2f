using System.Globalization;

namespace ContainerdExporter.Linux;

/// <summary>One reading of the node's clocks.</summary>
/// <param name="BootTime">When the kernel started, by today's wall clock.</param>
/// <param name="Uptime">How long ago that was, suspend included; the clock that process start times are counted in.</param>
internal readonly record struct BootReading(DateTimeOffset BootTime, TimeSpan Uptime);

/// <summary>
/// Reads <c>/proc/uptime</c>, far cheaper than <c>btime</c> of <c>/proc/stat</c> on a machine with many CPUs and finer than
/// its whole seconds. The boot time is held until the wall clock steps, so that a process's start time does not flicker.
/// </summary>
internal sealed class BootClock(HostPaths host, TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private DateTimeOffset? held;

    /// <summary>The kernel's name for the boot that the node is in; empty where it has none.</summary>
    public static string ReadId(HostPaths host) =>
        (ProcFile.TryReadText(host.Proc("sys/kernel/random/boot_id"), 64, out _) ?? string.Empty).Trim();

    public BootReading Read()
    {
        var path = host.Proc("uptime");
        var text = ProcFile.ReadText(path, 128);
        var now = time.GetUtcNow();
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        if (!double.TryParse(text.AsSpan(0, Math.Max(end, 0)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            throw new InvalidDataException($"{path} does not start with a number of seconds");
        }

        var uptime = TimeSpan.FromSeconds(seconds);
        var boot = now - uptime;
        lock (gate)
        {
            if (held is not { } before || (boot - before).Duration() > Step)
            {
                held = boot;
            }

            return new BootReading(held.Value, uptime);
        }
    }
}
