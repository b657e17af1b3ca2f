namespace ContainerdExporter.Exposition;

internal enum MetricKind
{
    Gauge,
    Counter,
}

/// <summary>A metric's contract: its name, type, help and label names. The metrics reference is generated from these.</summary>
/// <param name="Name">The full name, with unit and suffix.</param>
/// <param name="Kind">Gauge or counter.</param>
/// <param name="Help">One constant line; prometheus-net does not escape it.</param>
/// <param name="Labels">Label names in the order in which values are given.</param>
internal sealed record MetricFamily(string Name, MetricKind Kind, string Help, params IReadOnlyList<string> Labels)
{
    public static MetricFamily Gauge(string name, string help, params IReadOnlyList<string> labels) => new(name, MetricKind.Gauge, help, labels);

    public static MetricFamily Counter(string name, string help, params IReadOnlyList<string> labels) => new(name, MetricKind.Counter, help, labels);
}
