using System.CommandLine;

namespace ContainerdExporter.Hosting;

/// <summary>The flags of cause 6.</summary>
internal sealed class DiskFlags
{
    private static readonly DiskOptions Defaults = new();

    private readonly Option<Duration> usageInterval = Flag.Of(
        "--disk.usage-interval", "The shortest time between two counts of what fills containerd's root: images, containers, downloads.", "duration", new Duration(Defaults.UsageInterval), FlagParsers.Duration);

    public IEnumerable<Option> All => [usageInterval];

    public DiskOptions Read(ParseResult result) => new() { UsageInterval = result.GetRequiredValue(usageInterval).Value };
}
