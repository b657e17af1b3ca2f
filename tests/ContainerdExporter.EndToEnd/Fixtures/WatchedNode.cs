using System.Text;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>A healthy node, scraped by Prometheus.</summary>
public sealed class WatchedNode : IAsyncDisposable
{
    private readonly AlertingChain alerting;

    private WatchedNode(TestNode node, AlertingChain alerting)
    {
        Node = node;
        this.alerting = alerting;
    }

    public TestNode Node { get; }

    public IReadOnlyList<Notification> Notifications => [.. alerting.Receiver.Of(Node).Where(each => !Machine.IsRightToSay(each.Alert))];

    /// <param name="alerting">Who watches it.</param>
    /// <param name="mountRoot">Makes the disk for containerd's root.</param>
    /// <param name="prepare">Changes the bare node before containerd is started.</param>
    /// <param name="flags">Of the exporter, besides those that shorten its times.</param>
    public static async Task<WatchedNode> StartAsync(AlertingChain alerting, Func<TestNode, Task> mountRoot, Func<TestNode, Task> prepare, params IEnumerable<string> flags)
    {
        var node = await HealthyNode.StartAsync(mountRoot, prepare, flags);
        try
        {
            await alerting.Prometheus.WatchAsync(node);
            return new WatchedNode(node, alerting);
        }
        catch (Exception)
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until an alert is notified of.</summary>
    /// <param name="alert">Which.</param>
    /// <param name="status"><c>firing</c> or <c>resolved</c>.</param>
    /// <param name="within">At most so long.</param>
    /// <param name="labels">Further labels of it.</param>
    public Task AwaitAsync(string alert, string status, TimeSpan within, params (string Name, string Value)[] labels) =>
        Eventually.HoldsAsync($"{alert} is notified as {status}", within, () => Notifications.Any(each =>
            each.Alert == alert && each.Status == status && labels.All(label => each.Labels[label.Name] == label.Value)));

    /// <summary>Runs a test on the node; a failure tells all that is known about the node.</summary>
    public async Task TellAsync(Func<Task> test)
    {
        try
        {
            await test();
        }
        catch (Exception e)
        {
            Assert.Fail($"{e.Message}\n\n{await ReportAsync()}\n\n{e.StackTrace}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        alerting.Prometheus.Forget(Node);
        await Node.DisposeAsync();
    }

    private async Task<string> ReportAsync()
    {
        var report = new StringBuilder();
        void Part(string title, string text) => report.AppendLine($"== {title} of {Node.Instance}").AppendLine(text.TrimEnd());

        Part("notifications", string.Join('\n', Notifications));
        Part("alerts", await TryAsync(AlertsAsync));
        Part("findings", await TryAsync(async () => (await Findings.OfAsync(Node)).ToString()));
        Part("metrics", await TryAsync(async () => (await Node.Exporter.ScrapeAsync()).ToString()));
        Part("log of containerd", Tail(Node.Containerd.Log));
        Part("log of the exporter", Tail(Node.Exporter.Log));
        return report.ToString();
    }

    private async Task<string> AlertsAsync() => string.Join('\n', (await alerting.Prometheus.QueryAsync($"ALERTS{{instance=\"{Node.Instance}\"}}"))
        .Select(alert => string.Join(", ", alert.Select(label => $"{label.Key}={label.Value}"))));

    private static async Task<string> TryAsync(Func<Task<string>> tell)
    {
        try
        {
            return await tell();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return e.Message;
        }
    }

    private static string Tail(string text) => string.Join('\n', text.Split('\n').TakeLast(60));
}
