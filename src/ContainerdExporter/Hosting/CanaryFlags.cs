using System.CommandLine;
using ContainerdExporter.Causes.Runtime.Canary;

namespace ContainerdExporter.Hosting;

/// <summary>The flags of the canary.</summary>
internal sealed class CanaryFlags
{
    private static readonly CanaryOptions Defaults = new();

    private readonly Option<Duration> interval = Flag.Of(
        "--canary.interval", "From one canary of a runtime handler to the next, 1s to 1h; at the first scrape after it.", "duration", new Duration(Defaults.Interval), FlagParsers.DurationFrom(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)));

    private readonly Option<Duration> timeout = Flag.Of(
        "--canary.timeout", "How long one canary may take, 1s to 5m.", "duration", new Duration(Defaults.Timeout), FlagParsers.DurationFrom(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)));

    private readonly Option<IReadOnlyList<string>> handlers = Flag.ListOf(
        "--canary.handler", "A runtime handler to try; without this flag every configured one whose programs are there, at most 8, the default one first.", "name", Defaults.Handlers, FlagParsers.Name);

    public IEnumerable<Option> All => [interval, timeout, handlers];

    public CanaryOptions Read(ParseResult result, string stateDirectory) => new()
    {
        Interval = result.GetRequiredValue(interval).Value,
        Timeout = result.GetRequiredValue(timeout).Value,
        Handlers = result.GetRequiredValue(handlers),
        StateDirectory = stateDirectory,
    };
}
