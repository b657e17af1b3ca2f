using ContainerdExporter.Hosting;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>The published exporter on a node.</summary>
public sealed class Exporter(TestNode node)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, AutomaticDecompression = default })
    {
        Timeout = TimeSpan.FromSeconds(20),
    };

    private const string Unit = "containerd-exporter";

    private NodeProcess? process;

    public NodeProcess Process => process ?? throw new InvalidOperationException("the exporter was never started");

    public string Log => process?.Log ?? "(never started)";

    public Uri Url { get; } = new($"http://{node.Instance}/");

    /// <summary>Between two of its passes over the sizes of blobs.</summary>
    public static readonly TimeSpan ContentInterval = Scale.Down(new ContentOptions().Interval);

    /// <summary>Its timeouts, shortened as everything that watches it.</summary>
    public static IReadOnlyList<string> ScaledFlags { get; } =
    [
        $"--containerd.probe-timeout={Scale.Text(Scale.Down(TimeSpan.FromSeconds(4)))}",
        $"--containerd.start-grace={Scale.Text(Scale.Down(TimeSpan.FromSeconds(30)))}",
        $"--containerd.restart-window={Scale.Text(Scale.Down(TimeSpan.FromMinutes(20)))}",
        $"--runtime.uninterruptible-after={Scale.Text(Scale.Down(TimeSpan.FromSeconds(30)))}",
        $"--runtime.overdue-after={Scale.Text(Scale.Down(TimeSpan.FromSeconds(60)))}",
        $"--runtime.zombie-after={Scale.Text(Scale.Down(TimeSpan.FromSeconds(60)))}",
        $"--runtime.tasks-interval={Scale.Text(Scale.Down(TimeSpan.FromSeconds(60)))}",
        $"--runtime.orphan-after={Scale.Text(Scale.Down(TimeSpan.FromMinutes(5)))}",
        $"--kernel-log.window={Scale.Text(Scale.Down(TimeSpan.FromMinutes(10)))}",
        $"--content.interval={Scale.Text(ContentInterval)}",
        "--content.scrub-interval=1s",
        "--disk.usage-interval=2s",
        .. CollectorCatalog.All.Select(collector =>
            $"--collector.{collector.Name}.timeout={Scale.Text(Scale.Down(CollectorCatalog.DefaultTimeout))}"),
    ];

    public async Task StartAsync(params IEnumerable<string> flags)
    {
        string[] command = [await PublishedExporter.PathAsync(), .. flags];
        process = await node.StartAsync(Unit, command);
        node.Units.Define(Unit, process, command);
        await Eventually.HoldsAsync("the exporter is ready", TimeSpan.FromSeconds(10), IsReadyAsync, () => Log);
    }

    /// <summary>Waits for one that somebody else has started, perhaps under other rights.</summary>
    public Task AwaitAnswerAsync() => Eventually.HoldsAsync("the exporter answers", TimeSpan.FromSeconds(20), AnswersAsync);

    /// <summary>Ends all exporters of the node in order, whoever started them. Cgroups are the machine's: a canary gets the time to be removed.</summary>
    public async Task EndAllAsync()
    {
        await node.TryRunAsync("pkill", "-TERM", "--exact", "containerd-expo");
        await node.TryRunAsync("timeout", "6", "sh", "-c", "while pgrep --exact containerd-expo; do sleep 0.1; done");
    }

    public async Task<Scrape> ScrapeAsync() => Scrape.Parse(await GetTextAsync("metrics"));

    /// <summary>
    /// A scrape of what is so now. Scrapes at the same time share one collection, so the first may show what was so when
    /// another's began; the second cannot.
    /// </summary>
    public async Task<Scrape> ScrapeAnewAsync()
    {
        await ScrapeAsync();
        return await ScrapeAsync();
    }

    public async Task<string> GetTextAsync(string path)
    {
        using var response = await GetAsync(path);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(Url, path));

    /// <summary>A request with headers of its own.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Url, path));
        request.Headers.Add(header, value);
        return Http.SendAsync(request);
    }

    private Task<bool> IsReadyAsync() => Process.HasEnded ? throw new InvalidOperationException($"the exporter ended: {Log}") : AnswersAsync();

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await GetAsync("-/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
