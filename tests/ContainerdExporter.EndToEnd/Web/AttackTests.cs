using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.SideBySide;

namespace ContainerdExporter.EndToEnd.Web;

/// <summary>Whatever strangers do to the port: the next scrape answers, and when they are gone, so is the memory they took.</summary>
[Collection(Alone.Collection)]
public sealed class AttackTests
{
    private const string Host = "Host: node\r\n";
    private const int Scrapes = 30;

    /// <summary>36 to 48 MiB were seen; the chart's limit is 128 MiB.</summary>
    private const long MostMemory = 64 << 20;

    /// <summary>What heap and allocator may keep of what they once needed, and the pages of the program that were read meanwhile; 13 to 18 MiB were seen.</summary>
    private const long MostKept = 32 << 20;

    /// <summary>Half of Prometheus's patience. Ten thousand at once fill the kernel's queue, and a SYN that was dropped comes again after 1 s and 3 s.</summary>
    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(5);

    private static readonly string Endless = new('x', 1 << 20);

    private static readonly (string Name, int Connections, string First, string Then)[] Attacks =
    [
        ("idle", 10_000, "", ""),
        ("slow headers", 2_000, $"GET /metrics HTTP/1.1\r\n{Host}X-Slow: ", "x"),
        ("slow body", 500, $"POST /metrics HTTP/1.1\r\n{Host}Content-Length: 1000000\r\n\r\n", "x"),
        ("slow chunks", 500, $"GET /metrics HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"),
        ("garbage", 500, "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\ufffd\0\0\0\r\n\r\n\r\n", "\0\0\0"),
        ("pipelining, never reading", 100, string.Concat(Enumerable.Repeat($"GET /metrics HTTP/1.1\r\n{Host}\r\n", 200)), ""),
        ("huge headers", 100, $"GET /metrics HTTP/1.1\r\n{Host}X-Huge: {Endless}\r\n\r\n", ""),
        ("many headers", 100, $"GET /metrics HTTP/1.1\r\n{Host}{string.Concat(Enumerable.Repeat("X-Many: x\r\n", 20_000))}\r\n", ""),
        ("huge URL", 100, $"GET /{Endless} HTTP/1.1\r\n{Host}\r\n", ""),
        ("HTTP/2 in the clear", 500, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0", "\0\0\b\u0006\0\0\0\0\012345678"),
    ];

    [Fact]
    public async Task Scrape_UnderAttack_AnswersAndMemoryReturns()
    {
        await using var node = await TestNode.CreateAsync();
        await node.Exporter.StartAsync();
        await ScrapeAsync(node);
        var before = Resident(node);
        var figures = new List<string>();
        var failures = new List<string>();
        foreach (var (name, connections, first, then) in Attacks)
        {
            var (slowest, peak) = await EndureAsync(node, connections, first, then);
            figures.Add($"{name,-26} {connections,6} connections, slowest of {Scrapes} scrapes {slowest.TotalMilliseconds,5:0} ms, {peak >> 20,3} MiB");
            if (slowest > Slowest || peak > MostMemory)
            {
                failures.Add(figures[^1]);
            }
        }

        await Eventually.HoldsAsync("the memory returns", TimeSpan.FromSeconds(10), async () =>
        {
            await ScrapeAsync(node);
            return Resident(node) <= before + MostKept;
        }, () => $"{before >> 20} MiB before, {Resident(node) >> 20} MiB after\n{string.Join('\n', figures)}");
        figures.Add($"{before >> 20} MiB before, {Resident(node) >> 20} MiB after");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', figures));
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.DoesNotContain("level=error", node.Exporter.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrapes_BeyondTheMaximum_AreRefusedWith503()
    {
        await using var node = await TestNode.CreateAsync();
        await node.Exporter.StartAsync("--web.max-requests=2");

        var statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            using var response = await node.Exporter.GetAsync("metrics");
            return response.StatusCode;
        }));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], statuses.Distinct().Order());
        await node.Exporter.ScrapeAsync();
    }

    [Fact]
    public async Task Request_ForAnythingButAPage_IsRefused()
    {
        await using var node = await TestNode.CreateAsync();
        await node.Exporter.StartAsync();

        Assert.All(
            await Task.WhenAll(new[]
            {
                "/../../../../etc/passwd", "/runbooks/../../../../etc/passwd", "/runbooks/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/runbooks/..%5c..%5cetc%5cpasswd",
                "/runbooks/%00", "/etc/passwd", "//etc/passwd", "/-/../etc/passwd", "/style.css/../../etc/passwd",
            }.Select(path => StatusAsync(node, "GET", path))),
            status => Assert.InRange(status, 400, 404));
        Assert.All(
            await Task.WhenAll(new[] { "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND" }.Select(method => StatusAsync(node, method, "/metrics"))),
            status => Assert.Equal(405, status));
        Assert.Equal(200, await StatusAsync(node, "HEAD", "/metrics"));
    }

    private static async Task<(TimeSpan Slowest, long Peak)> EndureAsync(TestNode node, int connections, string first, string then)
    {
        using var end = new CancellationTokenSource();
        var endpoint = IPEndPoint.Parse(node.Instance);
        var attackers = Enumerable.Range(0, connections).Select(_ => AttackAsync(endpoint, first, then, end.Token)).ToList();
        await Task.Delay(TimeSpan.FromSeconds(1)); // Until what they ask for is answered, or given up.
        var times = new List<TimeSpan>();
        var peak = 0L;
        for (var scrape = 0; scrape < Scrapes; scrape++)
        {
            times.Add(await ScrapeAsync(node));
            peak = Math.Max(peak, Resident(node));
            await Task.Delay(20);
        }

        await end.CancelAsync();
        await Task.WhenAll(attackers);
        return (times.Max(), peak);
    }

    /// <summary>Says something, goes on saying something, and never listens. Being thrown out is what it can expect.</summary>
    private static async Task AttackAsync(IPEndPoint server, string first, string then, CancellationToken end)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        try
        {
            await socket.ConnectAsync(server, end);
            await socket.SendAsync(Encoding.UTF8.GetBytes(first), end);
            while (true)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), end);
                await socket.SendAsync(Encoding.UTF8.GetBytes(then), end);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Close(0);
        }
    }

    /// <summary>One scrape over a connection of its own.</summary>
    private static async Task<TimeSpan> ScrapeAsync(TestNode node)
    {
        var start = Stopwatch.GetTimestamp();
        Assert.Equal(200, await StatusAsync(node, "GET", "/metrics"));
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>The path as it is: a client of .NET would put it right.</summary>
    private static async Task<int> StatusAsync(TestNode node, string method, string path)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(node.Instance));
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\n{Host}Connection: close\r\nContent-Length: 0\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync();
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        return int.Parse(answer.AsSpan("HTTP/1.1 ".Length, 3), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static long Resident(TestNode node) => ProcessCost.Of(node, node.Exporter.Process).Resident;
}
