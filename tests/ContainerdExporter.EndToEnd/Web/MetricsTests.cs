using System.IO.Compression;
using System.Net;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Web;

public sealed class MetricsTests(ServingNode serving) : IClassFixture<ServingNode>
{
    private readonly Exporter exporter = serving.Node.Exporter;

    [Fact]
    public async Task Metrics_CheckedByPromtool_AreWithoutComplaint()
    {
        var check = await Command.TryRunAsync(["promtool", "check", "metrics"], await exporter.GetTextAsync("metrics"));

        Assert.Equal(string.Empty, check.Output + check.Error);
        Assert.Equal(0, check.ExitCode);
    }

    [Fact]
    public async Task Metrics_OfHealthyNode_ShowItUpAndServing()
    {
        var scrape = await exporter.ScrapeAsync();

        Assert.All(
            ["containerd_instances 1", "containerd_up 1", """containerd_socket_state{state="serving"} 1""", """containerd_probe_success{probe="images"} 1"""],
            expected => Assert.True(scrape.Has(Expected.Parse(expected)), $"no {expected} in\n{scrape}"));
        Assert.All(
            scrape.Samples.Where(sample => sample.Key.StartsWith("containerd_exporter_collector_state{", StringComparison.Ordinal)),
            sample => Assert.Equal(sample.Key.Contains("state=\"ok\"", StringComparison.Ordinal) ? 1 : 0, sample.Value));
    }

    [Fact]
    public async Task Metrics_ByDefault_AreInTheTextFormat()
    {
        using var response = await exporter.GetAsync("metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Metrics_WhenAsked_AreInOpenMetrics()
    {
        using var response = await exporter.GetAsync("metrics", "Accept", "application/openmetrics-text; version=1.0.0");

        Assert.Equal("application/openmetrics-text", response.Content.Headers.ContentType?.MediaType);
        Assert.EndsWith("# EOF\n", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_WhenAskedForGzip_AreCompressed()
    {
        using var response = await exporter.GetAsync("metrics", "Accept-Encoding", "gzip");

        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        await using var plain = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        Assert.Contains("\ncontainerd_up{", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_OneCollector_ShowsNoOther()
    {
        var text = await exporter.GetTextAsync("metrics?collect[]=disk");

        Assert.Contains("\ncontainerd_filesystem_size_bytes{", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\ncontainerd_up{", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exclude_OneCollector_ShowsAllOthers()
    {
        var text = await exporter.GetTextAsync("metrics?exclude[]=disk");

        Assert.DoesNotContain("\ncontainerd_filesystem_size_bytes{", text, StringComparison.Ordinal);
        Assert.Contains("\ncontainerd_up{", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("collect[]=disk&exclude[]=liveness", "cannot be combined")]
    [InlineData("collect[]=nonsense", "unknown or disabled collector")]
    [InlineData("exclude[]=nonsense", "unknown or disabled collector")]
    public async Task Metrics_WithWrongSelection_AreRefusedInOneLine(string query, string reason)
    {
        using var response = await exporter.GetAsync($"metrics?{query}");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, text, StringComparison.Ordinal);
        Assert.Single(text.TrimEnd('\n').Split('\n'));
    }
}
