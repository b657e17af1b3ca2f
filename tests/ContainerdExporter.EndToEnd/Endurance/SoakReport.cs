using System.Globalization;

namespace ContainerdExporter.EndToEnd.Endurance;

/// <summary>What was done to the node, what the exporter counted of it, and what it held from the first quarter to the last.</summary>
/// <param name="Samples">Every scrape, in order.</param>
/// <param name="Restarts">Restarts of containerd: done, and counted.</param>
/// <param name="Kills">OOM kills of a shim: done, and counted.</param>
/// <param name="LostRecords">Records of the kernel's log that the exporter says it has lost.</param>
/// <param name="Floods">Bursts of kernel records written.</param>
/// <param name="Hangs">Mounts that hung and were freed.</param>
/// <param name="Containers">Containers that came and went.</param>
public sealed record SoakReport(
    IReadOnlyList<SoakSample> Samples, (int Done, double Counted) Restarts, (int Done, double Counted) Kills, double LostRecords, int Floods, int Hangs, int Containers)
{
    private const double MiB = 1 << 20;

    public SoakStretch First => SoakStretch.Of([.. Samples.Take(Samples.Count / 4)]);

    public SoakStretch Last => SoakStretch.Of([.. Samples.Skip(Samples.Count - (Samples.Count / 4))]);

    public TimeSpan Slowest => Samples.Max(sample => sample.Took);

    /// <summary>A Markdown table.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        | | first quarter | last quarter |
        |---|---:|---:|
        | resident, MiB | {First.Resident / MiB:0.0} | {Last.Resident / MiB:0.0} |
        | threads | {First.Threads} | {Last.Threads} |
        | open files | {First.Handles} | {Last.Handles} |
        | scrape, median, ms | {First.Took.TotalMilliseconds:0.0} | {Last.Took.TotalMilliseconds:0.0} |

        {Samples.Count} scrapes, the slowest {Slowest.TotalMilliseconds:0} ms. Restarts of containerd: {Restarts.Done}, counted {Restarts.Counted}.
        OOM kills of shims: {Kills.Done}, counted {Kills.Counted}. Kernel floods: {Floods}, records lost: {LostRecords}. Mounts hung and freed: {Hangs}. Containers run: {Containers}.
        """);
}
