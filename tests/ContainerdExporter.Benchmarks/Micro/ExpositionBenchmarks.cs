using BenchmarkDotNet.Attributes;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Benchmarks.Micro;

/// <summary>From values to the text of a scrape: 300 series in 60 families.</summary>
[MemoryDiagnoser]
public class ExpositionBenchmarks
{
    private const int SeriesOfFamily = 5;

    private static readonly IReadOnlyList<MetricFamily> Families =
        [.. Enumerable.Range(0, 60).Select(number => MetricFamily.Gauge($"containerd_example_{number}_bytes", "An example.", "address", "part"))];

    private static readonly IReadOnlyList<string> Parts = [.. Enumerable.Range(0, SeriesOfFamily).Select(number => $"part{number}")];

    [Benchmark]
    public async Task<long> Write()
    {
        var sink = new MetricSink();
        foreach (var family in Families)
        {
            foreach (var part in Parts)
            {
                sink.Set(family, 1.5, "/run/containerd/containerd.sock", part);
            }
        }

        using var text = new MemoryStream();
        await sink.Registry.CollectAndExportAsTextAsync(text);
        return text.Length;
    }
}
