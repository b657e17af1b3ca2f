namespace ContainerdExporter.EndToEnd.Fixtures.Monitoring;

/// <summary>A real Prometheus of a given release, with our rules exactly as they are shipped, that scrapes one exporter.</summary>
public sealed class PlainPrometheus : IAsyncDisposable
{
    private readonly LeashedProcess process;

    private PlainPrometheus(LeashedProcess process, Uri url)
    {
        this.process = process;
        Url = url;
    }

    public Uri Url { get; }

    public PrometheusApi Api => new(Url);

    public string Log => process.Log;

    public static async Task<PlainPrometheus> StartAsync(string release, string instance)
    {
        var folder = WorkFolder.Create($"prometheus-{release}");
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var config = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(config, $$"""
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: ["{{Repository.PathOf("alerts/containerd.rules.yml")}}"]
            scrape_configs:
              - job_name: containerd-exporter
                static_configs: [{targets: ["{{instance}}"]}]
            """);
        await Command.RunAsync(MonitoringRelease.ProgramOf(release, "promtool"), "check", "config", "--lint-fatal", config);
        var started = LeashedProcess.Start(
            folder,
            MonitoringRelease.ProgramOf(release, "prometheus"),
            $"--config.file={config}",
            $"--storage.tsdb.path={folder}/data",
            $"--web.listen-address={address.Authority}");
        await HttpProbe.WaitForAsync(new Uri(address, "-/ready"), () => started.Log);
        return new PlainPrometheus(started, address);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
