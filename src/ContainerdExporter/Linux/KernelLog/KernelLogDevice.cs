using Microsoft.Win32.SafeHandles;

namespace ContainerdExporter.Linux.KernelLog;

/// <summary><c>/dev/kmsg</c>: it is the same device in every namespace, so it is never looked up below the host's root.</summary>
internal sealed class KernelLogDevice(string path = KernelLogDevice.DefaultPath) : IKernelLogSource, IDisposable
{
    public const string DefaultPath = "/dev/kmsg";

    private readonly SafeFileHandle wakeUp = Libc.CreateEvent();
    private SafeFileHandle? file;

    public Errno Open()
    {
        file = Libc.Open(path, Libc.OpenReadOnly | Libc.OpenNonBlocking, out var errno);
        return errno;
    }

    public int Read(Span<byte> buffer, out Errno errno) => Libc.Read(file!, buffer, out errno);

    public void Close()
    {
        file?.Dispose();
        file = null;
    }

    public bool WaitForRecord(TimeSpan? timeout) => Libc.WaitForInput(file, wakeUp, timeout);

    public void Pause(TimeSpan time) => Libc.WaitForInput(file: null, wakeUp, time);

    public void Wake() => Libc.Signal(wakeUp);

    public void Dispose()
    {
        Close();
        wakeUp.Dispose();
    }
}
