using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>Reports as JSON, version 1: fields may be added, never renamed or removed. Holds no text of the files.</summary>
internal static class ConfigCheckJson
{
    public static string Write(IEnumerable<ConfigReport> reports) => JsonSerializer.Serialize(
        new ConfigCheckDocument(1, [.. reports.Select(Convert)]), ConfigCheckJsonContext.Default.ConfigCheckDocument);

    private static ConfigReportDocument Convert(ConfigReport report) => new(
        report.Config.Loaded.MainPath,
        report.Config.Release.ToString(),
        report.Verdict.ToLabel(),
        [.. report.Config.Loaded.Files.Select(file => file.Path)],
        [.. report.Problems.Select(problem => new ConfigProblemDocument(
            problem.Rule,
            problem.Severity.ToLabel(),
            problem.At?.File,
            problem.At?.Line,
            problem.At?.Column,
            problem.Message,
            $"containerd {report.Config.Release} {ConfigCheckText.Effect(problem.Severity)}",
            problem.Fix))]);
}

internal sealed record ConfigCheckDocument(int Version, IReadOnlyList<ConfigReportDocument> Reports);

internal sealed record ConfigReportDocument(
    string File, string Containerd, string Verdict, IReadOnlyList<string> Files, IReadOnlyList<ConfigProblemDocument> Problems);

internal sealed record ConfigProblemDocument(
    string Rule, string Severity, string? File, int? Line, int? Column, string Message, string Effect, string Fix);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ConfigCheckDocument))]
internal sealed partial class ConfigCheckJsonContext : JsonSerializerContext;
