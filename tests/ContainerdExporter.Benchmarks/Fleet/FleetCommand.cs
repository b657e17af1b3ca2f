using System.Globalization;
using System.Text.Json;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.Benchmarks.Fleet;

/// <summary>What a real Prometheus needs for so many nodes with the bundled rules: one row of a Markdown table for each size of fleet.</summary>
internal static class FleetCommand
{
    private const double MiB = 1 << 20;

    /// <summary>Every node has been scraped and every rule evaluated some times before anything counts.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Measured = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(IReadOnlyList<int> sizes)
    {
        await using var nodes = await SimulatedNodes.StartAsync(await ExpositionAsync());
        Console.WriteLine("| nodes | series | samples/s | Prometheus CPU, % of a core | resident, MiB | rules, ms per evaluation | slowest group, ms | missed |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var size in sizes)
        {
            await MeasureAsync(nodes, size);
        }
    }

    /// <summary>What the exporter says of a node with 50 containers.</summary>
    private static async Task<string> ExpositionAsync()
    {
        await using var node = await TestNode.CreateAsync();
        await node.Containerd.StartPlainAsync();
        for (var number = 0; number < 50; number++)
        {
            await node.Containerd.RunContainerAsync($"c{number}");
        }

        await node.Exporter.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(5)); // The first pass over the content store.
        return await node.Exporter.GetTextAsync("metrics");
    }

    private static async Task MeasureAsync(SimulatedNodes nodes, int size)
    {
        var folder = WorkFolder.Create($"fleet-{size}");
        var targets = Path.Combine(folder, "targets.json");
        await File.WriteAllTextAsync(targets, JsonSerializer.Serialize(Enumerable.Range(1, size).Select(number => new
        {
            targets = new[] { $"localhost:{nodes.Port}" },
            labels = new Dictionary<string, string> { ["__metrics_path__"] = $"/{number}", ["instance"] = $"node-{number:0000}:10110" },
        })));
        var config = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(config, Config(targets));
        var url = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        await using var process = LeashedProcess.Start(
            folder, "prometheus", $"--config.file={config}", $"--storage.tsdb.path={folder}/data", $"--web.listen-address={url.Authority}");
        await HttpProbe.WaitForAsync(new Uri(url, "-/ready"), () => process.Log);

        await Task.Delay(WarmUp);
        var before = await ReadAsync(url);
        await Task.Delay(Measured);
        var after = await ReadAsync(url);
        double Rate(string name) => (after.Sum(name) - before.Sum(name)) / Measured.TotalSeconds;
        var groups = after.Samples.Where(sample => sample.Key.StartsWith("prometheus_rule_group_last_duration_seconds{", StringComparison.Ordinal)).Select(sample => sample.Value).ToList();
        double[] row =
        [
            size,
            after.Sum("prometheus_tsdb_head_series"),
            Rate("prometheus_tsdb_head_samples_appended_total"),
            100 * Rate("process_cpu_seconds_total"),
            after.Sum("process_resident_memory_bytes") / MiB,
            1000 * groups.Sum(),
            1000 * groups.Max(),
            after.Sum("prometheus_rule_group_iterations_missed_total"),
        ];
        Console.WriteLine($"| {string.Join(" | ", row.Select(value => value.ToString("#,0.#", CultureInfo.InvariantCulture)))} |");
    }

    private static async Task<Scrape> ReadAsync(Uri url) => Scrape.Parse(await HttpProbe.Client.GetStringAsync(new Uri(url, "metrics")));

    private static string Config(string targets) => $"""
        global:
          scrape_interval: 15s
          evaluation_interval: 15s
        rule_files:
          - {Repository.PathOf("alerts/containerd.rules.yml")}
        scrape_configs:
          - job_name: containerd-exporter
            file_sd_configs:
              - files: [{targets}]
        """;
}
