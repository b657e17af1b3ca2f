using System.Text;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Linux;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.SupportBundle.Sources;

/// <summary>The kernel's own lines that are about memory, storage or a runtime, from what its buffer still holds.</summary>
/// <param name="boot">When the kernel's clock began.</param>
internal sealed class KernelLines(DateTimeOffset boot)
{
    private const int BufferSize = 16 << 10;

    private static readonly string[] Topics =
    [
        "containerd", "runc", "crun", "dockerd", "kubelet", "oom", "out of memory", "killed process", "i/o error", "ext4", "xfs", "btrfs", "jbd2", "blk_update", "remount",
        "read-only", "blocked for more", "hung task", "nvme", "overlay", "nfs", "segfault", "general protection", "memory cgroup",
    ];

    public string Read()
    {
        using var device = new KernelLogDevice();
        if (device.Open() is var opened && opened != Errno.None)
        {
            throw ProcFile.Failure(KernelLogDevice.DefaultPath, opened);
        }

        var text = new StringBuilder();
        var buffer = new byte[BufferSize];
        while (true)
        {
            var length = device.Read(buffer, out var errno);
            if (errno == Errno.TryAgain || length == 0)
            {
                return text.ToString();
            }

            if (length < 0 && errno != Errno.BrokenPipe)
            {
                throw ProcFile.Failure(KernelLogDevice.DefaultPath, errno);
            }

            if (length > 0 && KernelRecordParser.TryParse(buffer.AsSpan(0, length), out var record) && record.IsFromKernel)
            {
                Append(text, record);
            }
        }
    }

    private void Append(StringBuilder text, in KernelRecord record)
    {
        var line = OneLine.Of(Encoding.UTF8.GetString(record.Text));
        if (Topics.Any(topic => line.Contains(topic, StringComparison.OrdinalIgnoreCase)))
        {
            text.AppendLine($"{boot.AddMicroseconds(record.Microseconds).UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {line}");
        }
    }
}
