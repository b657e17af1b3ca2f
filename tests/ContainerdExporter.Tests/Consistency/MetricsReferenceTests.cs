using System.Text;
using ContainerdExporter.Exposition;
using ContainerdExporter.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerdExporter.Tests.Consistency;

/// <summary><c>docs/metrics.md</c> is written from the code: with <c>UPDATE_DOCS=1</c> in the environment this test writes it anew.</summary>
public sealed class MetricsReferenceTests
{
    [Fact]
    public void Reference_Always_IsWhatTheCodeExports()
    {
        var path = Repository.PathTo("docs/metrics.md");
        var rendered = Render();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, rendered);
        }

        Assert.Equal(rendered, File.ReadAllText(path));
    }

    private static string Render()
    {
        var text = new StringBuilder("# Metrics\n\nWritten from the code. Every metric of containerd has the label `address`, the gRPC socket's path on the host, where it belongs to one\ndaemon; a state is a set of series of which exactly one is 1. What is not known is absent.\n");
        var options = TestOptions.Default;
        foreach (var collector in CollectorCatalog.All.Select(entry => entry.Create(options, NullLoggerFactory.Instance)))
        {
            Section(text, $"Collector `{collector.Name}`", collector.Description, collector.Families);
        }

        Section(text, "The exporter itself", "What it says of its own work, whichever collectors are on.", [.. SelfMetrics.Families, .. ProcessMetrics.Families]);
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, string description, IReadOnlyList<MetricFamily> families)
    {
        text.Append($"\n## {title}\n\n{description}\n\n| metric | type | labels | meaning |\n|---|---|---|---|\n");
        foreach (var family in families)
        {
            var labels = string.Join(", ", family.Labels);
            text.Append($"| `{family.Name}` | {family.Kind.ToLabel()} | {labels} | {family.Help.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
    }
}
