using YamlDotNet.RepresentationModel;

namespace ContainerdExporter.EndToEnd.Fixtures.Monitoring;

/// <summary>A real Alertmanager with our example configuration; only the receivers' URLs and the durations differ.</summary>
public sealed class Alertmanager(string release = MonitoringRelease.Installed) : IAsyncDisposable
{
    private LeashedProcess? process;

    public Uri Url { get; } = new($"http://127.0.0.1:{FreePort.Find()}");

    public Task StartAsync(Uri receiver) => StartAsync(ScaledConfig(receiver));

    /// <summary>With waits of its own.</summary>
    public Task StartAsync(Uri receiver, TimeSpan groupWait, TimeSpan groupInterval)
    {
        var config = ScaledConfig(receiver);
        var route = (YamlMappingNode)config["route"];
        ((YamlScalarNode)route["group_wait"]).Value = Scale.Text(groupWait);
        ((YamlScalarNode)route["group_interval"]).Value = Scale.Text(groupInterval);
        return StartAsync(config);
    }

    private async Task StartAsync(YamlNode settings)
    {
        var folder = WorkFolder.Create($"alertmanager-{Url.Port}");
        var config = Path.Combine(folder, "alertmanager.yml");
        ScaledYaml.Save(settings, config);
        await Command.RunAsync(MonitoringRelease.ProgramOf(release, "amtool"), "check-config", config);
        process = LeashedProcess.Start(
            folder,
            MonitoringRelease.ProgramOf(release, "prometheus-alertmanager"),
            $"--config.file={config}",
            $"--storage.path={folder}/data",
            $"--web.listen-address={Url.Authority}",
            "--cluster.listen-address=");
        await HttpProbe.WaitForAsync(new Uri(Url, "-/ready"), () => process.Log);
    }

    public ValueTask DisposeAsync() => process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static YamlNode ScaledConfig(Uri receiver)
    {
        var config = ScaledYaml.Load(Repository.PathOf("alerts/alertmanager.example.yml"));
        foreach (var each in ((YamlSequenceNode)config["receivers"]).Cast<YamlMappingNode>())
        {
            if (each.Children.TryGetValue("webhook_configs", out var webhooks))
            {
                ((YamlScalarNode)webhooks[0]["url"]).Value = new Uri(receiver, $"{each["name"]}").ToString();
            }
        }

        return config;
    }
}
