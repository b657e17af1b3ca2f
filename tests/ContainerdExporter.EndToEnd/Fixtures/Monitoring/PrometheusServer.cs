using System.Collections.Concurrent;
using System.Text.Json;

namespace ContainerdExporter.EndToEnd.Fixtures.Monitoring;

/// <summary>A real Prometheus with our rules, scraping the nodes of all tests.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> targets = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly string folder = WorkFolder.Create("prometheus");
    private LeashedProcess? process;

    public Uri Url { get; } = new($"http://127.0.0.1:{FreePort.Find()}");

    private string TargetsPath => Path.Combine(folder, "targets.json");

    public async Task StartAsync(Uri alertmanager)
    {
        var rules = Path.Combine(folder, "rules.yml");
        ScaledYaml.Save(ScaledYaml.Load(Repository.PathOf("alerts/containerd.rules.yml")), rules);
        var config = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(config, Config(rules, alertmanager));
        WriteTargets();
        await Command.RunAsync("promtool", "check", "config", config);
        process = LeashedProcess.Start(
            folder,
            "prometheus",
            $"--config.file={config}",
            $"--storage.tsdb.path={folder}/data",
            $"--web.listen-address={Url.Authority}",
            $"--query.lookback-delta={Scale.Text(Scale.Down(TimeSpan.FromMinutes(5)))}",
            $"--rules.alert.resend-delay={Scale.Text(Scale.Down(TimeSpan.FromMinutes(1)))}");
        await HttpProbe.WaitForAsync(new Uri(Url, "-/ready"), () => process.Log);
    }

    /// <summary>Scrapes the node from now on; returns when the first scrape has come in.</summary>
    public async Task WatchAsync(TestNode node)
    {
        targets[node.Instance] = true;
        WriteTargets();
        await Eventually.HoldsAsync(
            $"Prometheus scrapes {node.Instance}",
            TimeSpan.FromSeconds(30),
            async () => (await QueryAsync($"up{{instance=\"{node.Instance}\"}} == 1")).Count == 1);
    }

    public void Forget(TestNode node)
    {
        targets.TryRemove(node.Instance, out _);
        WriteTargets();
    }

    /// <summary>The series of an instant query's answer, as label sets.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> QueryAsync(string query)
    {
        var url = new Uri(Url, $"api/v1/query?query={Uri.EscapeDataString(query)}");
        using var answer = JsonDocument.Parse(await HttpProbe.Client.GetStringAsync(url));
        return
        [
            .. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray()
                .Select(series => series.GetProperty("metric").Deserialize<Dictionary<string, string>>()!),
        ];
    }

    public ValueTask DisposeAsync() => process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private string Config(string rules, Uri alertmanager) => $"""
        global:
          scrape_interval: {Scale.Text(Scale.ScrapeInterval)}
          scrape_timeout: {Scale.Text(Scale.ScrapeTimeout)}
          evaluation_interval: {Scale.Text(Scale.ScrapeInterval)}
        rule_files:
          - {rules}
        alerting:
          alertmanagers:
            - static_configs:
                - targets: [{alertmanager.Authority}]
        scrape_configs:
          - job_name: containerd-exporter
            file_sd_configs:
              - files: [{TargetsPath}]
                refresh_interval: 1s
        """;

    /// <summary>In one step, so that Prometheus never reads half a file.</summary>
    private void WriteTargets()
    {
        lock (gate)
        {
            var group = new[] { new { targets = targets.Keys.Order(StringComparer.Ordinal) } };
            File.WriteAllText(TargetsPath + ".new", JsonSerializer.Serialize(group));
            File.Move(TargetsPath + ".new", TargetsPath, overwrite: true);
        }
    }
}
