using ContainerdExporter.Causes.Runtime.Canary;

namespace ContainerdExporter.Tests.Causes.Runtime.Canary;

/// <summary>Results of canaries.</summary>
internal static class CanarySamples
{
    public static readonly CanaryResult Healthy = new("/c.sock", "runc", IsDefault: true, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Stages(4), Failure: null)
    {
        LastSuccess = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    public static CanaryResult FailedAfter(int stages, string words) => Healthy with { Stages = Stages(stages), Failure = words, Attempts = 2, LastSuccess = null };

    private static Dictionary<CanaryStage, TimeSpan> Stages(int count) =>
        Enum.GetValues<CanaryStage>().Take(count).ToDictionary(stage => stage, stage => TimeSpan.FromSeconds(1 + (int)stage));
}
