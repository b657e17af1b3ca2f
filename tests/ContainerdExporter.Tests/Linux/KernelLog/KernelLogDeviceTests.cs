using System.Diagnostics;
using ContainerdExporter.Linux;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Tests.Linux.KernelLog;

public sealed class KernelLogDeviceTests
{
    [Fact]
    public void Open_NoDevice_TellsSo()
    {
        using var device = new KernelLogDevice("/nonexistent/kmsg");
        Assert.Equal(Errno.NotFound, device.Open());
    }

    [Fact]
    public async Task WaitForRecord_WokenFromAnotherThread_ReturnsAtOnce()
    {
        using var directory = new TemporaryDirectory();
        using var fifo = Fifo(directory.At("log"));
        using var device = new KernelLogDevice(directory.At("log"));
        Assert.Equal(Errno.None, device.Open());
        var waiting = Task.Run(() => device.WaitForRecord(TimeSpan.FromSeconds(30)), TestContext.Current.CancellationToken);
        device.Wake();
        await waiting.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Pause_AfterAWakeUp_DoesNotWait()
    {
        using var device = new KernelLogDevice();
        device.Wake();
        var start = Stopwatch.GetTimestamp();
        device.Pause(TimeSpan.FromSeconds(30));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Read_NothingThere_IsTryAgainAndWaitsInVain()
    {
        using var directory = new TemporaryDirectory();
        using var fifo = Fifo(directory.At("log"));
        using var device = new KernelLogDevice(directory.At("log"));
        device.Open();
        Assert.Equal(-1, device.Read(new byte[16], out var errno));
        Assert.Equal(Errno.TryAgain, errno);
        Assert.False(device.WaitForRecord(TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public void Read_SomethingThere_IsRead()
    {
        using var directory = new TemporaryDirectory();
        using var fifo = Fifo(directory.At("log"));
        using var device = new KernelLogDevice(directory.At("log"));
        device.Open();
        fifo.Write("6,1,2,-;x\n"u8);
        fifo.Flush();
        Assert.True(device.WaitForRecord(TimeSpan.FromSeconds(5)));
        var buffer = new byte[64];
        Assert.Equal(10, device.Read(buffer, out _));
    }

    /// <summary>A FIFO with its writing end open, so that its reading end has something to wait for.</summary>
    private static FileStream Fifo(string path)
    {
        using var make = Process.Start("mkfifo", [path]);
        make.WaitForExit();
        return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }
}
