using System.Text.Json;

namespace ContainerdExporter.EndToEnd.Fixtures.Monitoring;

/// <summary>A real Prometheus that scrapes one exporter over TLS, whose certificate it checks, with a password.</summary>
public sealed class SecurePrometheus : IAsyncDisposable
{
    private readonly LeashedProcess process;
    private readonly Uri url;

    private SecurePrometheus(LeashedProcess process, Uri url)
    {
        this.process = process;
        this.url = url;
    }

    public string Log => process.Log;

    public static async Task<SecurePrometheus> StartAsync(SecuredNode node, string user, string password)
    {
        var folder = WorkFolder.Create("prometheus-tls");
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        await File.WriteAllTextAsync(Path.Combine(folder, "server.crt"), node.ServerCertificate);
        var config = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(config, $$"""
            scrape_configs:
              - job_name: containerd-exporter
                scrape_interval: 500ms
                scrape_timeout: 500ms
                scheme: https
                tls_config: {ca_file: server.crt, server_name: localhost}
                basic_auth: {username: {{user}}, password: {{password}}}
                static_configs: [{targets: ["{{node.Node.Instance}}"]}]
            """);
        var started = LeashedProcess.Start(folder, "prometheus", $"--config.file={config}", $"--storage.tsdb.path={folder}/data", $"--web.listen-address={address.Authority}");
        await HttpProbe.WaitForAsync(new Uri(address, "-/ready"), () => started.Log);
        return new SecurePrometheus(started, address);
    }

    public async Task<bool> HasScrapedAsync()
    {
        using var answer = JsonDocument.Parse(await HttpProbe.Client.GetStringAsync(new Uri(url, "api/v1/query?query=containerd_exporter_build_info")));
        return answer.RootElement.GetProperty("data").GetProperty("result").GetArrayLength() == 1;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
