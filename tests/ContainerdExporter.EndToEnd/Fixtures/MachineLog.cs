using System.Globalization;
using ContainerdExporter.Linux;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>The kernel's log, which all nodes share. Tests that listen to it, and those that make the kernel speak of errors, are in the collection "kernel log", one at a time.</summary>
public static class MachineLog
{
    public const string Collection = "kernel log";

    /// <summary>Lets a node hear the kernel from now on; what was logged before, by other tests, is as good as counted.</summary>
    public static async Task HearAsync(TestNode node)
    {
        await node.RunAsync("umount", "/dev/kmsg");
        var bootId = (await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id")).Trim();
        node.Write(
            "/var/lib/containerd-exporter/kernel-log.json",
            string.Create(CultureInfo.InvariantCulture, $$"""{"bootId":"{{bootId}}","sequence":{{NewestRecord()}},"records":0,"lost":0,"totals":{} }"""));
    }

    /// <summary>OOM kills since boot, by the kernel's own count.</summary>
    public static long OomKills() => KeyedFile.Find(File.ReadAllText("/proc/vmstat"), "oom_kill") ?? throw new InvalidDataException("the kernel does not count OOM kills");

    /// <summary>
    /// Writes lines as any program with access can. The kernel limits how many may be written through one open file in five
    /// seconds, which opening it again and again gets around.
    /// </summary>
    public static void Write(IEnumerable<string> lines)
    {
        const int Burst = 10;
        foreach (var burst in lines.Chunk(Burst))
        {
            using var log = new FileStream(KernelLogDevice.DefaultPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            foreach (var line in burst)
            {
                log.Write(System.Text.Encoding.ASCII.GetBytes(line));
            }
        }
    }

    private static ulong NewestRecord()
    {
        using var device = new KernelLogDevice();
        Assert.Equal(Errno.None, device.Open());
        var buffer = new byte[16 << 10];
        ulong newest = 0;
        while (true)
        {
            var length = device.Read(buffer, out var errno);
            if (errno == Errno.TryAgain)
            {
                return newest;
            }

            if (length > 0 && KernelRecordParser.TryParse(buffer.AsSpan(0, length), out var record))
            {
                newest = record.Sequence;
            }
        }
    }
}
