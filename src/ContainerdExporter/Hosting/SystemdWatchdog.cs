using System.Globalization;
using ContainerdExporter.Collection;
using Microsoft.Extensions.Hosting.Systemd;

namespace ContainerdExporter.Hosting;

/// <summary>
/// Tells systemd that the exporter lives, as often as the unit's WatchdogSec asks (sd_watchdog_enabled(3)), each time after it has
/// answered a request of its own: one that is stopped, starved of threads or deaf says nothing, and systemd starts it again.
/// </summary>
/// <param name="systemd">Where to tell.</param>
/// <param name="ask">Asks the exporter; ends well when it has answered.</param>
/// <param name="limit">How long systemd waits for a word.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where to say that there was no answer.</param>
internal sealed partial class SystemdWatchdog(
    ISystemdNotifier systemd, Func<CancellationToken, Task> ask, TimeSpan limit, TimeProvider time, ILogger logger) : IBackgroundWork
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    /// <summary>Three words in the time of one: a lost one is no reason to be killed.</summary>
    private readonly TimeSpan interval = limit / 3;

    public string WorkName => "systemd watchdog";

    /// <summary>The unit's WatchdogSec, when it is meant for this process; null without one.</summary>
    public static TimeSpan? LimitOf(string? microseconds, string? pid) =>
        (string.IsNullOrEmpty(pid) || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)) &&
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? TimeSpan.FromMicroseconds(limit)
            : null;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            try
            {
                using var patience = new CancellationTokenSource(interval, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
                await ask(either.Token);
                systemd.Notify(Alive);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is HttpRequestException or IOException or OperationCanceledException)
            {
                NoAnswer(logger, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "no answer to the exporter's own request, and no word to systemd's watchdog: {Problem}")]
    private static partial void NoAnswer(ILogger logger, string problem);
}
