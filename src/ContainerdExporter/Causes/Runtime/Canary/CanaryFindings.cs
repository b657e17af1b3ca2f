using System.Globalization;
using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Causes.Runtime.Canary;

/// <summary>Says which handler runs no container, and how far it came.</summary>
internal static class CanaryFindings
{
    private const int NameLimit = 64;
    private const int TextLimit = 400;

    public static IEnumerable<Finding> Of(CanarySample sample) => sample.Results.Where(result => !result.IsSuccess).Select(Judge);

    private static Finding Judge(CanaryResult result) => new(
        Cause.Runtime,
        result.IsDefault ? Severity.Critical : Severity.Warning,
        "ContainerdCannotRunContainers",
        result.Address,
        $"A container of runtime handler {Cut(result.Handler, NameLimit)} {Words(result.FailedStage)}.",
        [
            new Evidence("failed stage", result.FailedStage.ToLabel()),
            new Evidence("containerd's words", Cut(OneLine(result.Failure!), TextLimit)),
            new Evidence("last tried", $"{Time(result.Ended)}, {result.Attempts} times in a row"),
            new Evidence("last success", result.LastSuccess is { } time ? Time(time) : "none since the exporter started"),
        ])
    { Subject = result.Handler };

    private static string Words(CanaryStage stage) => stage switch
    {
        CanaryStage.Create => "cannot be created",
        CanaryStage.Start => "can be created, but not started",
        CanaryStage.Exit => "starts, but does not end as it should",
        _ => "runs, but cannot be deleted",
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static string Cut(string text, int limit) => text.Length <= limit ? text : $"{text[..limit]}…";
}
