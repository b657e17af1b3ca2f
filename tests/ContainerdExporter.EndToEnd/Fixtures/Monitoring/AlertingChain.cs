[assembly: AssemblyFixture(typeof(ContainerdExporter.EndToEnd.Fixtures.Monitoring.AlertingChain))]

namespace ContainerdExporter.EndToEnd.Fixtures.Monitoring;

/// <summary>From the scrape to the notification: one Prometheus, one Alertmanager and one receiver for all tests.</summary>
public sealed class AlertingChain : IAsyncLifetime
{
    private readonly Alertmanager alertmanager = new();

    public PrometheusServer Prometheus { get; } = new();

    public WebhookReceiver Receiver { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Receiver.StartAsync();
        await alertmanager.StartAsync(Receiver.Url);
        await Prometheus.StartAsync(alertmanager.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await Prometheus.DisposeAsync();
        await alertmanager.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}
