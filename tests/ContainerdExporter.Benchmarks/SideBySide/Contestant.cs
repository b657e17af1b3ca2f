using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.SideBySide;

namespace ContainerdExporter.Benchmarks.SideBySide;

/// <summary>A subject that runs on the node.</summary>
internal sealed record Contestant(Subject Subject, TestNode Node, NodeProcess Process)
{
    public Uri Metrics => Subject.MetricsOf(Node);

    /// <summary>A scrape of what the others do as well.</summary>
    public Uri ComparableMetrics => new(Metrics, Subject.ComparableQuery);

    public ProcessCost Cost => ProcessCost.Of(Node, Process);
}

/// <summary>What a situation cost one contestant.</summary>
/// <param name="Cpu">User and system time per scrape.</param>
/// <param name="Times">How long each scrape took.</param>
internal sealed record Outcome(TimeSpan Cpu, ScrapeTimes Times);
