using ContainerdExporter.EndToEnd.Fixtures.SideBySide;

namespace ContainerdExporter.EndToEnd.Endurance;

/// <summary>One scrape of a soak: how long it took, and what the exporter held after it.</summary>
public sealed record SoakSample(TimeSpan Took, ProcessCost Cost);

/// <summary>The medians of a stretch of a soak.</summary>
/// <param name="Resident">Bytes in memory.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Handles">Open files.</param>
/// <param name="Took">A scrape's duration.</param>
public sealed record SoakStretch(double Resident, double Threads, double Handles, TimeSpan Took)
{
    public static SoakStretch Of(IReadOnlyCollection<SoakSample> samples) => new(
        Median(samples.Select(sample => (double)sample.Cost.Resident)),
        Median(samples.Select(sample => (double)sample.Cost.Threads)),
        Median(samples.Select(sample => (double)sample.Cost.Handles)),
        TimeSpan.FromMilliseconds(Median(samples.Select(sample => sample.Took.TotalMilliseconds))));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
