using System.CommandLine;

namespace ContainerdExporter.Hosting;

/// <summary>The flags of the content store's passes.</summary>
internal sealed class ContentFlags
{
    private static readonly ContentOptions Defaults = new();

    private readonly Option<Duration> interval = Flag.Of(
        "--content.interval", "The shortest time between two passes over the sizes of images' blobs.", "duration", new Duration(Defaults.Interval), FlagParsers.Duration);

    private readonly Option<ByteSize> scrubRate = Flag.Of(
        "--content.scrub-rate", "Bytes per second at which images' blobs are hashed and compared with their names; 0 for never.", "bytes", new ByteSize(Defaults.ScrubRate), FlagParsers.Bytes);

    private readonly Option<Duration> scrubInterval = Flag.Of(
        "--content.scrub-interval", "From the start of one such scrub of everything to the start of the next.", "duration", new Duration(Defaults.ScrubInterval), FlagParsers.Duration);

    public IEnumerable<Option> All => [interval, scrubRate, scrubInterval];

    public ContentOptions Read(ParseResult result) => new()
    {
        Interval = result.GetRequiredValue(interval).Value,
        ScrubRate = result.GetRequiredValue(scrubRate).Value,
        ScrubInterval = result.GetRequiredValue(scrubInterval).Value,
    };
}
