namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>
/// All durations of the alerting chain, shortened by one factor: the rules' (for, ranges, keep_firing_for, horizons), the scrape and
/// evaluation intervals, Alertmanager's waits, and the exporter's own timeouts. Their proportions stay those of production.
/// </summary>
public static class Scale
{
    public const int Factor = 10;

    public static readonly TimeSpan ScrapeInterval = Down(TimeSpan.FromSeconds(15));

    public static readonly TimeSpan ScrapeTimeout = Down(TimeSpan.FromSeconds(10));

    /// <summary>From a fault to its notification at most: the rules' window (2m), the longest <c>for</c> of a page (5m), group_wait.</summary>
    public static readonly TimeSpan ToFire = Down(TimeSpan.FromMinutes(8)) + SlackOfBusyMachine;

    /// <summary>The same of an alert that waits longer before it fires.</summary>
    public static TimeSpan ToFireAfter(TimeSpan wait) => Down(TimeSpan.FromMinutes(3) + wait) + SlackOfBusyMachine;

    /// <summary>From a repair to the resolved notification at most: window, keep_firing_for (2m), group_interval (5m).</summary>
    public static readonly TimeSpan ToResolve = Down(TimeSpan.FromMinutes(10)) + SlackOfBusyMachine;

    /// <summary>Long enough for every page to fire: the longest <c>for</c>, with the window before and the notification after it.</summary>
    public static readonly TimeSpan LongestPage = Down(TimeSpan.FromMinutes(8));

    /// <summary>How long an inhibited symptom may outlast its cause without being notified of: group_wait and some evaluations.</summary>
    public static readonly TimeSpan Aftermath = Down(TimeSpan.FromMinutes(1));

    /// <summary>How long the alerts on events go on after the last event: the rules' increase() over 10m.</summary>
    public static readonly TimeSpan EventWindow = Down(TimeSpan.FromMinutes(10));

    private static TimeSpan SlackOfBusyMachine => TimeSpan.FromSeconds(30);

    public static TimeSpan Down(TimeSpan real) => real / Factor;

    /// <summary>A duration as Prometheus, Alertmanager and the exporter's flags read it.</summary>
    public static string Text(TimeSpan duration) => $"{duration.TotalMilliseconds:0}ms";
}
