using System.CommandLine;
using ContainerdExporter.DaemonLog;

namespace ContainerdExporter.Hosting;

/// <summary>The flags of the exporter itself, in the style of the Prometheus exporters.</summary>
internal sealed class ServeFlags
{
    private readonly Option<IReadOnlyList<ListenAddress>> listenAddresses = Flag.ListOf(
        "--web.listen-address", "Where to serve HTTP.", "[address]:port", [new ListenAddress(null, 10110)], FlagParsers.Listen);

    private readonly Option<string> telemetryPath = Flag.Of(
        "--web.telemetry-path", "The path of the metrics.", "path", "/metrics", FlagParsers.TelemetryPath);

    private readonly Option<string?> webConfigFile = Flag.Of<string?>(
        "--web.config.file", "TLS, client certificates, passwords, headers and a rate limit, in the file format of the Prometheus exporters.", "path", otherwise: null, FlagParsers.FilePath);

    private readonly Option<Uri?> dashboardUrl = Flag.Of<Uri?>(
        "--web.dashboard-url", "Grafana's URL: each runbook page then links to its alert's panel there.", "url", otherwise: null, FlagParsers.Url);

    private readonly Option<int> maxRequests = Flag.Of(
        "--web.max-requests", "Scrapes served at once; more are refused with status 503.", "n", 40, FlagParsers.Count);

    private readonly Option<IReadOnlyList<string>> addresses = Flag.ListOf(
        "--containerd.address", "A containerd socket that must exist on this node; others are found without it.", "path", [], FlagParsers.AbsolutePath);

    private readonly Option<IReadOnlyList<string>> pidFiles = Flag.ListOf(
        "--containerd.pidfile", "A PID file of containerd to watch, besides those that Docker writes.", "path", [], FlagParsers.AbsolutePath);

    private readonly Option<IReadOnlyList<LogFileOption>> logFiles = Flag.ListOf(
        "--containerd.log-file", "A file that containerd's own log is written to, in place of the journal; with several containerds, each as SOCKET=FILE.", "[socket=]path", [], FlagParsers.LogFile);

    private readonly Option<Duration> probeBudget = Flag.Of(
        "--containerd.probe-timeout", "How long all probes of one containerd may take; one alone at most half of it.", "duration", Duration.OfSeconds(4), FlagParsers.Duration);

    private readonly Option<Duration> startGrace = Flag.Of(
        "--containerd.start-grace", "How long a starting containerd may leave its socket silent.", "duration", Duration.OfSeconds(30), FlagParsers.Duration);

    private readonly Option<Duration> restartWindow = Flag.Of(
        "--containerd.restart-window", "How long a restart of containerd counts: the fourth within it is a finding, as in ContainerdRestarting.", "duration", Duration.OfSeconds(1200), FlagParsers.Duration);

    private readonly Option<string> rootFs = Flag.Of(
        "--path.rootfs", "The host's root directory, as mounted here.", "path", "/", FlagParsers.AbsolutePath);

    private readonly Option<string> procFs = Flag.Of(
        "--path.procfs", "The host's /proc, as mounted here.", "path", "/proc", FlagParsers.AbsolutePath);

    private readonly Option<string> stateDirectory = Flag.Of(
        "--state.dir", "Where counts and the timeline are kept over a restart of the exporter; it works without.", "path", "/var/lib/containerd-exporter", FlagParsers.AbsolutePath);

    private readonly Option<Duration> kernelLogWindow = Flag.Of(
        "--kernel-log.window", "How long an OOM kill or a storage error in the kernel log, or a panic in containerd's own, stays a finding.", "duration", Duration.OfSeconds(600), FlagParsers.Duration);

    private readonly Option<string> logLevel = Flag.Of(
        "--log.level", "Only log this and worse: debug, info, warn or error.", "level", "info", FlagParsers.OneOf("debug", "info", "warn", "error"));

    private readonly Option<string> logFormat = Flag.Of(
        "--log.format", "logfmt or json.", "format", "logfmt", FlagParsers.OneOf("logfmt", "json"));

    private readonly RuntimeFlags runtime = new();

    private readonly ContentFlags content = new();
    private readonly DiskFlags disk = new();
    private readonly CanaryFlags canary = new();

    private readonly IReadOnlyList<CollectorFlags> collectors = [.. CollectorCatalog.All.Select(entry => new CollectorFlags(entry))];

    /// <summary>Those that only a server heeds.</summary>
    public IEnumerable<Option> OfServer => [listenAddresses, telemetryPath, webConfigFile, dashboardUrl, maxRequests, logLevel, logFormat];

    /// <summary>Those that say where and how to look.</summary>
    public IEnumerable<Option> OfCollection =>
    [
        addresses, pidFiles, logFiles, probeBudget, startGrace, restartWindow, rootFs, procFs, stateDirectory, kernelLogWindow, .. runtime.All, .. content.All, .. disk.All, .. canary.All, .. collectors.SelectMany(each => each.All),
    ];

    public IEnumerable<Option> All => [.. OfServer, .. OfCollection];

    public ExporterOptions Read(ParseResult result) => new()
    {
        ListenAddresses = result.GetRequiredValue(listenAddresses),
        TelemetryPath = result.GetRequiredValue(telemetryPath),
        WebConfigFile = result.GetValue(webConfigFile),
        DashboardUrl = result.GetValue(dashboardUrl),
        MaxRequests = result.GetRequiredValue(maxRequests),
        Addresses = result.GetRequiredValue(addresses),
        PidFiles = result.GetRequiredValue(pidFiles),
        LogFiles = result.GetRequiredValue(logFiles),
        ProbeBudget = result.GetRequiredValue(probeBudget).Value,
        StartGrace = result.GetRequiredValue(startGrace).Value,
        RestartWindow = result.GetRequiredValue(restartWindow).Value,
        RootFs = result.GetRequiredValue(rootFs),
        ProcFs = result.GetRequiredValue(procFs),
        StateDirectory = result.GetRequiredValue(stateDirectory),
        KernelLogWindow = result.GetRequiredValue(kernelLogWindow).Value,
        LogLevel = result.GetRequiredValue(logLevel),
        LogFormat = result.GetRequiredValue(logFormat),
        Runtime = runtime.Read(result),
        Content = content.Read(result),
        Disk = disk.Read(result),
        Canary = canary.Read(result, result.GetRequiredValue(stateDirectory)),
        Collectors = collectors
            .Where(each => each.IsEnabled(result))
            .ToDictionary(each => each.Name, each => each.Timeout(result), StringComparer.Ordinal),
    };

    /// <summary>Whether a collector was asked for on the command line itself, and not by the environment or by default.</summary>
    public bool IsGiven(ParseResult result, string collector) => collectors.Single(each => each.Name == collector).IsGiven(result);

    /// <summary><c>--collector.NAME</c>, <c>--no-collector.NAME</c> and <c>--collector.NAME.timeout</c>.</summary>
    private sealed class CollectorFlags(CollectorEntry entry)
    {
        private readonly Option<bool> enable = Flag.Switch(
            $"--collector.{entry.Name}", $"Collect {entry.Description}{(entry.IsEnabledByDefault ? " (on by default)" : " (off by default)")}.");

        private readonly Option<bool> disable = Flag.Switch($"--no-collector.{entry.Name}", $"Do not run the {entry.Name} collector.");

        private readonly Option<Duration> timeout = Flag.Of(
            $"--collector.{entry.Name}.timeout", $"Deadline of the {entry.Name} collector.", "duration", new Duration(CollectorCatalog.DefaultTimeout), FlagParsers.Duration);

        public string Name => entry.Name;

        public IEnumerable<Option> All => [enable, disable, timeout];

        public bool IsEnabled(ParseResult result) =>
            !result.GetValue(disable) && (entry.IsEnabledByDefault || result.GetValue(enable));

        public bool IsGiven(ParseResult result) => result.GetResult(enable) is { Implicit: false };

        public TimeSpan Timeout(ParseResult result) => result.GetRequiredValue(timeout).Value;
    }
}
