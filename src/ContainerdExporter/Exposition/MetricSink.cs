using Prometheus;

namespace ContainerdExporter.Exposition;

/// <summary>
/// Takes the values of one scrape. Every scrape has a registry of its own, so that a series lives exactly as long as
/// what it describes, and a counter that starts over is shown as it is.
/// </summary>
internal sealed class MetricSink
{
    private readonly MetricFactory factory;

    /// <summary>prometheus-net finds a metric by its texts at each call, which costs more than setting it.</summary>
    private readonly Dictionary<MetricFamily, Collector> known = new(ReferenceEqualityComparer.Instance);

    public MetricSink()
    {
        Registry = Metrics.NewCustomRegistry();
        factory = Metrics.WithCustomRegistry(Registry);
    }

    public CollectorRegistry Registry { get; }

    public void Set(MetricFamily family, double value, params ReadOnlySpan<string> labels)
    {
        if (!known.TryGetValue(family, out var metric))
        {
            known.Add(family, metric = Create(family));
        }

        if (metric is Counter counter)
        {
            counter.WithLabels(labels).IncTo(value);
        }
        else
        {
            ((Gauge)metric).WithLabels(labels).Set(value);
        }
    }

    public void Set(MetricFamily family, bool value, params ReadOnlySpan<string> labels) => Set(family, value ? 1 : 0, labels);

    public void Set(MetricFamily family, DateTimeOffset value, params ReadOnlySpan<string> labels) =>
        Set(family, value.ToUnixTimeMilliseconds() / 1000.0, labels);

    /// <summary>One series per value of the enum, the last label being the state; exactly one of them is 1.</summary>
    public void SetState<TState>(MetricFamily family, TState state, params ReadOnlySpan<string> labels)
        where TState : struct, Enum
    {
        string[] all = [.. labels, string.Empty];
        var current = state.ToLabel();
        foreach (var name in LabelText.All<TState>())
        {
            all[^1] = name;
            Set(family, string.Equals(name, current, StringComparison.Ordinal), all);
        }
    }

    private Collector Create(MetricFamily family)
    {
        string[] names = [.. family.Labels];
        return family.Kind == MetricKind.Counter
            ? factory.CreateCounter(family.Name, family.Help, names)
            : factory.CreateGauge(family.Name, family.Help, names);
    }
}
