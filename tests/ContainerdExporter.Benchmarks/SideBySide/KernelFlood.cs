using System.Diagnostics;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.Benchmarks.SideBySide;

/// <summary>Writes records to the kernel's log, so many a second, until it is disposed.</summary>
internal sealed class KernelFlood : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource end = new();
    private readonly Thread writer;

    private KernelFlood(int rate)
    {
        Rate = rate;
        writer = new Thread(Write) { IsBackground = true };
        writer.Start();
    }

    public int Rate { get; }

    public static KernelFlood Start(int rate) => new(rate);

    public void Dispose()
    {
        end.Cancel();
        writer.Join();
        end.Dispose();
    }

    private void Write()
    {
        var start = Stopwatch.GetTimestamp();
        var written = 0;
        while (!end.IsCancellationRequested)
        {
            var due = (int)(Stopwatch.GetElapsedTime(start).TotalSeconds * Rate) - written;
            MachineLog.Write(Enumerable.Repeat("<6>containerd-exporter benchmark: one of many records\n", due));
            written += due;
            end.Token.WaitHandle.WaitOne(Step);
        }
    }
}
