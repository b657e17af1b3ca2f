using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Collection;

/// <summary>A collector that counts what the kernel logs; its listener is fed from the exporter's start on.</summary>
internal interface IKernelLogConsumer
{
    IKernelLogListener Listener { get; }
}

/// <summary>What such a collector does before it looks at its totals.</summary>
internal static class KernelLogAccess
{
    /// <summary>Waits until the backlog has been read, and ends the collector's run when the log cannot be.</summary>
    public static async Task<KernelLogHealth> ReadyAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        var log = round.Node.KernelLog ?? throw CollectionException.Unsupported("the kernel's log is not followed");
        await log.FirstLookAsync(cancellationToken);
        var health = log.Health;
        return health.Status switch
        {
            KernelLogStatus.Reading => health,
            KernelLogStatus.Denied => throw CollectionException.Denied(health.Detail!),
            KernelLogStatus.Unsupported => throw CollectionException.Unsupported(health.Detail!),
            _ => throw new CollectionException(CollectorState.Failed, health.Detail ?? "the kernel's log cannot be read"),
        };
    }
}

/// <summary>Runs the reader from the exporter's start to its end.</summary>
internal sealed class KernelLogWork(KernelLogReader reader) : IBackgroundWork
{
    public string WorkName => "kernel log";

    public Task RunAsync(CancellationToken cancellationToken) => reader.RunAsync(cancellationToken);
}
