using System.Globalization;
using System.Text;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ContainerdExporter.Benchmarks.Fleet;

/// <summary>
/// Answers the scrapes of any number of nodes with what a real exporter said once, values moved a little each time: series that
/// never change would cost Prometheus less than real ones.
/// </summary>
internal sealed class SimulatedNodes : IAsyncDisposable
{
    private readonly IReadOnlyList<(string Series, double Value)> samples;
    private readonly WebApplication app;

    private SimulatedNodes(string exposition)
    {
        samples =
        [
            .. exposition.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => line[0] != '#')
                .Select(line => line.LastIndexOf(' ') is var space ? (line[..(space + 1)], Parse(line[(space + 1)..])) : default),
        ];
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(Port));
        builder.Services.AddRoutingCore();
        app = builder.Build();
        app.MapGet("/{node:int}", (HttpContext context) => context.Response.WriteAsync(Body()));
    }

    public int Port { get; } = FreePort.Find();

    /// <summary>Series of each node.</summary>
    public int Series => samples.Count;

    public static async Task<SimulatedNodes> StartAsync(string exposition)
    {
        var nodes = new SimulatedNodes(exposition);
        await nodes.app.StartAsync();
        return nodes;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static double Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.PositiveInfinity;

    /// <summary>Words and states stay; what is measured in bytes or seconds, and what is counted, moves.</summary>
    private static bool Moves(string series) => series.Contains("_bytes", StringComparison.Ordinal) || series.Contains("_seconds", StringComparison.Ordinal);

    private string Body()
    {
        var body = new StringBuilder();
        foreach (var (series, value) in samples)
        {
            var shown = Moves(series) ? value * (1 + (Random.Shared.NextDouble() / 100)) : value;
            body.Append(series).Append(CultureInfo.InvariantCulture, $"{shown:R}").Append('\n');
        }

        return body.ToString().Replace("∞", "+Inf", StringComparison.Ordinal);
    }
}
