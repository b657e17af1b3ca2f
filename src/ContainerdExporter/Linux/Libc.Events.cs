using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContainerdExporter.Linux;

/// <summary>Waiting for a file and for a wake-up at once.</summary>
internal static partial class Libc
{
    private const int EventFdCloseOnExec = 0x80000;
    private const int EventFdNonBlocking = 0x800;
    private const short PollIn = 1;

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int PollRaw(ref PollFd files, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int EventFdRaw(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint WriteRaw(SafeFileHandle file, ref byte buffer, nuint count);

    /// <summary>A counter that a poll can wait for (eventfd(2)).</summary>
    public static SafeFileHandle CreateEvent()
    {
        var descriptor = EventFdRaw(0, EventFdCloseOnExec | EventFdNonBlocking);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"eventfd: error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>Wakes whoever polls the event, now or later.</summary>
    public static void Signal(SafeFileHandle wakeUp)
    {
        ulong one = 1;
        _ = WriteRaw(wakeUp, ref MemoryMarshal.AsBytes(new Span<ulong>(ref one))[0], sizeof(ulong)); // It fails only when it is signalled to the brim.
    }

    /// <summary>Waits until the file can be read or the event is signalled; false when the time is up first. A null file waits for the event alone.</summary>
    public static bool WaitForInput(SafeFileHandle? file, SafeFileHandle wakeUp, TimeSpan? timeout)
    {
        Span<PollFd> files = [new() { Descriptor = Descriptor(wakeUp), Events = PollIn }, new() { Descriptor = file is null ? -1 : Descriptor(file), Events = PollIn }];
        var milliseconds = timeout is { } limit ? (int)Math.Clamp(Math.Ceiling(limit.TotalMilliseconds), 0, int.MaxValue) : -1;
        var ready = PollRaw(ref files[0], (nuint)files.Length, milliseconds);
        GC.KeepAlive(file);
        GC.KeepAlive(wakeUp);
        return ready != 0; // Interrupted by a signal counts as ready: the caller looks again.
    }

    private static int Descriptor(SafeFileHandle file) => (int)file.DangerousGetHandle();

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
