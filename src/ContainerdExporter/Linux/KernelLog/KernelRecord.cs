namespace ContainerdExporter.Linux.KernelLog;

/// <summary>One record of the kernel's log, as a read of <c>/dev/kmsg</c> gives it (Documentation/ABI/testing/dev-kmsg).</summary>
internal readonly ref struct KernelRecord
{
    /// <summary>The record's number in this boot; each is one above its predecessor.</summary>
    public required ulong Sequence { get; init; }

    /// <summary>The syslog facility: 0 for the kernel itself, which no process can claim when it writes to <c>/dev/kmsg</c>.</summary>
    public required int Facility { get; init; }

    /// <summary>Microseconds of the kernel's clock, which starts at boot and stands still in suspend.</summary>
    public required long Microseconds { get; init; }

    /// <summary>The record goes on with a line that an earlier one began. The kernel calls this a hint.</summary>
    public required bool IsContinuation { get; init; }

    /// <summary>The message without its line feed, escapes undone. May hold any bytes, such as a process's name.</summary>
    public required ReadOnlySpan<byte> Text { get; init; }

    /// <summary>Whether the kernel itself wrote it.</summary>
    public bool IsFromKernel => Facility == 0;
}
