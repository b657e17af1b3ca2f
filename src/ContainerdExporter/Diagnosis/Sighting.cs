namespace ContainerdExporter.Diagnosis;

/// <summary>Since when a finding has been seen at every look that could have seen it.</summary>
/// <param name="Since">The first of these looks, by the node's clock.</param>
/// <param name="Age">From then to now; never negative, whatever became of the clock.</param>
/// <param name="IsAtLeast">Whether that was this exporter's first look: the trouble may be older than the exporter.</param>
internal sealed record Sighting(DateTimeOffset Since, TimeSpan Age, bool IsAtLeast)
{
    /// <summary>In words, for people.</summary>
    public string Describe() => (Age < TimeSpan.FromSeconds(1), IsAtLeast) switch
    {
        (true, true) => "Seen at this exporter's first look.",
        (true, false) => "Seen for the first time.",
        (false, true) => $"Seen for at least {Words(Age)}, since this exporter's first look.",
        _ => $"Seen for {Words(Age)}.",
    };

    private static string Words(TimeSpan age) => age switch
    {
        { TotalMinutes: < 2 } => $"{Math.Floor(age.TotalSeconds):0} s",
        { TotalHours: < 2 } => $"{Math.Floor(age.TotalMinutes):0} min",
        { TotalDays: < 2 } => $"{Math.Floor(age.TotalHours):0} h",
        _ => $"{Math.Floor(age.TotalDays):0} days",
    };
}
