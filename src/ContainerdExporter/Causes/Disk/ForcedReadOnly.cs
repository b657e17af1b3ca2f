using System.Collections.Immutable;
using System.Text;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Causes.Disk;

/// <summary>
/// Knows from the kernel's log which devices carry an ext4 that refuses writes after an error. Kernels from 6.12 on, and the stable ones
/// that took the change (6.1.113, 6.6.57), leave its mount <c>rw</c> to statvfs and in mountinfo; some of them say <c>emergency_ro</c> there.
/// </summary>
internal sealed class ForcedReadOnly : IKernelLogListener
{
    /// <summary>Devices remembered; a node has no use for more that are broken.</summary>
    private const int DeviceLimit = 64;

    /// <summary>No block device of the kernel has a longer name (DISK_NAME_LEN).</summary>
    private const int LongestDevice = 32;

    private ImmutableHashSet<string> devices = ImmutableHashSet.Create<string>(StringComparer.Ordinal);
    private volatile ImmutableHashSet<string> published = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    public string Name => "readonly";

    /// <summary>Every report is one record.</summary>
    public bool IsSettled => true;

    /// <summary>Whether the file system on the device (its kernel name: sda1, dm-0) refuses writes, as of the last record that was saved.</summary>
    public bool Holds(string device) => published.Contains(device);

    public bool Observe(in KernelRecord record, DateTimeOffset time)
    {
        var before = devices;
        if (TryParse(record.Text, out var device, out var isMount))
        {
            // Only a new mount ends it: the kernel refuses to remount such a file system for writing.
            devices = isMount ? devices.Remove(device) : devices.Count < DeviceLimit ? devices.Add(device) : devices;
        }

        return devices != before;
    }

    public void Settle()
    {
        // Nothing is ever kept.
    }

    public void Publish() => published = devices;

    public IReadOnlyDictionary<string, long> Save() => devices.ToDictionary(device => device, _ => 1L, StringComparer.Ordinal);

    public void Restore(IReadOnlyDictionary<string, long> totals) =>
        devices = [.. totals.Keys.Where(device => device.Length is > 0 and <= LongestDevice).Take(DeviceLimit)];

    /// <summary><c>EXT4-fs (NAME): Remounting filesystem read-only</c> and <c>EXT4-fs (NAME): mounted filesystem …</c> (fs/ext4/super.c).</summary>
    private static bool TryParse(ReadOnlySpan<byte> text, out string device, out bool isMount)
    {
        device = string.Empty;
        isMount = false;
        if (!text.StartsWith("EXT4-fs ("u8))
        {
            return false;
        }

        var rest = text["EXT4-fs ("u8.Length..];
        var end = rest.IndexOf("): "u8);
        if (end is <= 0 or > LongestDevice)
        {
            return false;
        }

        var message = rest[(end + "): "u8.Length)..];
        isMount = message.StartsWith("mounted filesystem"u8);
        device = Encoding.ASCII.GetString(rest[..end]);
        return isMount || message.StartsWith("Remounting filesystem read-only"u8);
    }
}
