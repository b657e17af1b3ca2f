using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Disk;
using ContainerdExporter.Causes.Memory;
using ContainerdExporter.Causes.Runtime.Binaries;
using ContainerdExporter.Causes.Runtime.Canary;
using ContainerdExporter.Causes.Runtime.Processes;
using ContainerdExporter.Causes.Runtime.Shims;
using ContainerdExporter.Causes.Socket;
using ContainerdExporter.Causes.Storage.Content;
using ContainerdExporter.Causes.Storage.Databases;
using ContainerdExporter.Causes.Storage.KernelErrors;
using ContainerdExporter.Causes.Storage.Scrub;
using ContainerdExporter.Collection;
using ContainerdExporter.DaemonLog;
using ContainerdExporter.Liveness;

namespace ContainerdExporter.Hosting;

/// <summary>Every collector there is. A new one is added here and nowhere else.</summary>
internal static class CollectorCatalog
{
    /// <summary>The default deadline of a collector; with the probe budget below it, a whole scrape stays under 8 s.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    public static readonly IReadOnlyList<CollectorEntry> All =
    [
        new("liveness", "the probe ladder: does containerd answer, list and serve Kubernetes", CreateLiveness),
        new("socket", "who answers at containerd's socket, PID files, and sockets of shims", (options, _) => new SocketCollector(options.PidFiles, options.StartGrace)),
        new("storage", "whether containerd's databases are whole", (options, _) => new StorageCollector(options.StartGrace, options.Collectors["storage"], TimeProvider.System)),
        new("content", "whether the blobs of images are whole", CreateContent),
        new("disk", "space and inodes of the file systems under containerd's and Docker's directories, and what fills them", (options, _) => new DiskCollector(options.Collectors["disk"], options.Disk.UsageInterval, TimeProvider.System)),
        new("processes", "OCI runtime processes, and those of them that are stuck", (options, _) => new RuntimeProcessCollector(options.Runtime.StuckThresholds)),
        new("binaries", "shims and OCI runtimes of the configured handlers: found, executable, answering", (options, _) => new BinariesCollector(options.Runtime.Binaries)),
        new(ShimCollector.Key, "shims and tasks: attached, orphaned, not answering", (options, _) => new ShimCollector(options.Runtime.Shims, options.Collectors[ShimCollector.Key])),
        new(CanaryCollector.Key, "whether containers can be run: containerd creates, runs and deletes one of the exporter's own every few minutes, the one thing that the exporter changes", (options, _) => new CanaryCollector(options.Canary, options.Collectors.GetValueOrDefault(CanaryCollector.Key, DefaultTimeout))) { IsEnabledByDefault = false },
        new("oom", "whom the kernel's OOM killer has ended, from the kernel log", (options, _) => new OomCollector(options.KernelLogWindow)),
        new("memory", "memory of containerd's cgroup, its limit, and its protection from the OOM killer", (_, _) => new MemoryCollector()),
        new("kernel-storage", "storage errors that the kernel has logged for the devices under containerd's directories", (options, _) => new KernelErrorsCollector(options.KernelLogWindow)),
        new("config", "what each containerd would do with its configuration files at the next start", (_, _) => new ConfigurationCollector()),
        new(JournalCollector.Key, "what containerd says in its own log: errors by their pattern, from the journal or a file", CreateJournal),
    ];

    private static LivenessCollector CreateLiveness(ExporterOptions options, ILoggerFactory loggers) =>
        new(new LivenessOptions(options.StartGrace, options.RestartWindow, options.StateDirectory, IsReadOnly: !options.KeepsState), TimeProvider.System, loggers.CreateLogger("liveness"));

    private static JournalCollector CreateJournal(ExporterOptions options, ILoggerFactory loggers) =>
        new(new JournalOptions(options.LogFiles, options.KernelLogWindow, options.StateDirectory, IsReadOnly: !options.KeepsState), loggers.CreateLogger("journal"));

    private static ContentCollector CreateContent(ExporterOptions options, ILoggerFactory loggers)
    {
        var settings = new ScrubSettings(options.Content.ScrubRate, options.Content.ScrubInterval, options.StateDirectory, IsReadOnly: !options.KeepsState);
        return new ContentCollector(options.Content.Interval, options.Collectors["content"], new Scrubber(settings, TimeProvider.System), TimeProvider.System);
    }
}

/// <summary>A collector that can be enabled.</summary>
/// <param name="Name">Its name in flags and labels.</param>
/// <param name="Description">One phrase for --help.</param>
/// <param name="Create">Makes it, with the options it reads and the logs it writes.</param>
internal sealed record CollectorEntry(string Name, string Description, Func<ExporterOptions, ILoggerFactory, ICollector> Create)
{
    /// <summary>Whether it runs unless switched off.</summary>
    public bool IsEnabledByDefault { get; init; } = true;
}
