using ContainerdExporter.Causes.Runtime.Canary;
using ContainerdExporter.DaemonLog;

namespace ContainerdExporter.Hosting;

/// <summary>Everything that flags and environment variables set. Immutable once parsed.</summary>
internal sealed record ExporterOptions
{
    /// <summary>Where to serve HTTP.</summary>
    public required IReadOnlyList<ListenAddress> ListenAddresses { get; init; }

    /// <summary>The path of the metrics.</summary>
    public required string TelemetryPath { get; init; }

    /// <summary>Grafana's URL; null when the pages are to link to no panel.</summary>
    public required Uri? DashboardUrl { get; init; }

    /// <summary>TLS, passwords and headers, in the format of the Prometheus exporters; null for plain HTTP, open to all.</summary>
    public string? WebConfigFile { get; init; }

    /// <summary>More scrapes than this at once are refused with 503.</summary>
    public required int MaxRequests { get; init; }

    /// <summary>gRPC sockets that must exist on this node.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Further PID files to watch.</summary>
    public required IReadOnlyList<string> PidFiles { get; init; }

    /// <summary>Files with a containerd's own log, in place of the journal.</summary>
    public IReadOnlyList<LogFileOption> LogFiles { get; init; } = [];

    /// <summary>How long one climb of the probe ladder may take; no rung takes more than half of it.</summary>
    public required TimeSpan ProbeBudget { get; init; }

    /// <summary>How long a daemon may load its plugins before a silent socket counts against it.</summary>
    public required TimeSpan StartGrace { get; init; }

    /// <summary>How long a restart of a daemon counts towards too many.</summary>
    public required TimeSpan RestartWindow { get; init; }

    /// <summary>The host's root directory as seen from here.</summary>
    public required string RootFs { get; init; }

    /// <summary>The host's /proc as seen from here.</summary>
    public required string ProcFs { get; init; }

    /// <summary>Where totals are kept over a restart of the exporter; null keeps none.</summary>
    public required string? StateDirectory { get; init; }

    /// <summary>How long a kill or an error in the kernel's log, or a panic in the daemon's, stays a finding.</summary>
    public required TimeSpan KernelLogWindow { get; init; }

    /// <summary>debug, info, warn or error.</summary>
    public required string LogLevel { get; init; }

    /// <summary>logfmt or json.</summary>
    public required string LogFormat { get; init; }

    /// <summary>Cause 4's thresholds.</summary>
    public RuntimeOptions Runtime { get; init; } = new();

    /// <summary>Of the content store's passes.</summary>
    public ContentOptions Content { get; init; } = new();

    /// <summary>What fills containerd's root.</summary>
    public DiskOptions Disk { get; init; } = new();

    /// <summary>The one collector that writes.</summary>
    public CanaryOptions Canary { get; init; } = new();

    /// <summary>False for one look beside a running exporter: its state is read, and left as it is.</summary>
    public bool KeepsState { get; init; } = true;

    /// <summary>The collectors to run, each with its deadline.</summary>
    public required IReadOnlyDictionary<string, TimeSpan> Collectors { get; init; }
}
