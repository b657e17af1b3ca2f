using System.Text;
using ContainerdExporter.Causes.Storage.KernelErrors;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Tests.Causes.Storage.KernelErrors;

public sealed class KernelErrorTotalsTests
{
    private static readonly DateTimeOffset Time = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Restore_OfWhatWasSaved_IsTheSame()
    {
        var listener = new KernelErrorListener();
        Observe(listener, "I/O error, dev sda, sector 1");
        Observe(listener, "I/O error, dev cciss/c0d0, sector 1");
        Observe(listener, "critical medium error, dev sda, sector 1");
        Observe(listener, "INFO: task containerd:812 blocked for more than 120 seconds.");
        var next = new KernelErrorListener();
        next.Restore(listener.Save());
        next.Publish();
        listener.Publish();
        Assert.Equal(listener.Published.Errors, next.Published.Errors);
        Assert.Equal(listener.Published.LastErrors, next.Published.LastErrors);
        Assert.Equal(listener.Published.HungTasks, next.Published.HungTasks);
        Assert.Equal(3, next.Published.Errors.Count);
    }

    [Fact]
    public void Restore_UnknownNames_AreLeftOut()
    {
        var listener = new KernelErrorListener();
        listener.Restore(new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["errors/io/sda"] = 2,
            ["errors/fire/sda"] = 3,
            ["errors/io"] = 4,
            ["last/sda"] = long.MaxValue,
            ["hung/init"] = 5,
            ["x"] = 6,
        });
        listener.Publish();
        Assert.Equal(2, listener.Published.ErrorsOf("sda", KernelErrorKind.Io));
        Assert.Single(listener.Published.Errors);
        Assert.Empty(listener.Published.LastErrors);
        Assert.Empty(listener.Published.HungTasks);
    }

    [Fact]
    public void With_DevicesWithoutEnd_AreCountedTogether()
    {
        var totals = KernelErrorTotals.None;
        for (var i = 0; i < 1000; i++)
        {
            totals = totals.With($"sd{i}", KernelErrorKind.Io, Time);
        }

        Assert.Equal(KernelErrorTotals.DeviceLimit + 1, totals.Errors.Count);
        Assert.Equal(1000, totals.Errors.Values.Sum());
    }

    private static void Observe(KernelErrorListener listener, string text) =>
        listener.Observe(
            new KernelRecord { Sequence = 1, Facility = 0, Microseconds = 1, IsContinuation = false, Text = Encoding.ASCII.GetBytes(text) },
            Time);
}
