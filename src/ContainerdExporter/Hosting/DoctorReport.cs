using System.Text;
using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Diagnosis.Timeline;
using ContainerdExporter.Knowledge;
using ContainerdExporter.Liveness;

namespace ContainerdExporter.Hosting;

/// <summary>The diagnosis as text for a terminal or a pipe: a table of causes, then each finding with its evidence and its fix.</summary>
/// <param name="runbooks">Where the fixes are.</param>
/// <param name="colour">Whether to mark states with colour; they are readable without.</param>
internal sealed class DoctorReport(Runbooks runbooks, bool colour)
{
    private const string Reset = "\e[0m";

    private readonly StringBuilder text = new();

    public string Render(NodeDiagnosis diagnosis)
    {
        text.AppendLine($"containerd on {Environment.MachineName}, {diagnosis.Snapshot.Time:yyyy-MM-dd HH:mm:ss} UTC").AppendLine();
        foreach (var cause in diagnosis.Causes)
        {
            text.AppendLine($"  {cause.Cause.ToLabel(),-14} {State(cause.Label)}");
            foreach (var blind in cause.Blind)
            {
                text.AppendLine($"  {string.Empty,-14} {blind.Collector.Name} collector: {OneLine.Of(blind.Detail ?? blind.State.ToLabel())}");
            }
        }

        RenderStories(diagnosis);
        foreach (var findings in diagnosis.Findings.GroupBy(finding => finding.Alert, StringComparer.Ordinal))
        {
            RenderAlert(findings.Key, [.. findings], diagnosis.Snapshot);
        }

        return text.ToString();
    }

    /// <summary>0 healthy, 1 warnings, 2 critical, 3 nothing found but not everything could be seen.</summary>
    public static int ExitCode(NodeDiagnosis diagnosis) => diagnosis switch
    {
        { Findings: var found } when found.Any(finding => finding.Severity == Severity.Critical) => 2,
        { Causes: var causes } when causes.Any(cause => cause.Blind.Count > 0) => 3,
        { Findings: var found } when found.Any(finding => finding.Severity == Severity.Warning) => 1,
        _ => 0,
    };

    private void RenderAlert(string alert, IReadOnlyList<Finding> findings, NodeSnapshot snapshot)
    {
        text.AppendLine();
        foreach (var finding in findings)
        {
            text.AppendLine($"{State(finding.Severity.ToLabel())} {alert}{(finding.Address is { } address ? $" {OneLine.Of(address)}" : string.Empty)}");
            text.AppendLine($"  {OneLine.Of(finding.Summary)}");
            if (finding.Seen is { Age.TotalSeconds: >= 1 } seen)
            {
                text.AppendLine($"  {seen.Describe()}");
            }

            foreach (var evidence in finding.Evidence)
            {
                text.AppendLine($"    {OneLine.Of(evidence.What)}: {OneLine.Of(evidence.Value)}");
            }
        }

        if (runbooks.Find(alert) is not { } runbook)
        {
            return;
        }

        // The commands are those of the first instance concerned: with several, each has its own paths above.
        var local = LocalRunbook.For(runbook, KnownInstances.Find(snapshot, findings[0].Address));
        if (RunbookText.Fix(local) is { Length: > 0 } fix)
        {
            text.AppendLine().AppendLine("  How to fix it:").AppendLine();
            foreach (var line in fix.Split('\n'))
            {
                text.AppendLine(line.Length == 0 ? string.Empty : $"    {line}");
            }
        }
    }

    /// <summary>What a running exporter has seen before this look.</summary>
    private void RenderStories(NodeDiagnosis diagnosis)
    {
        foreach (var story in diagnosis.RecentStories())
        {
            text.AppendLine().AppendLine($"{StoryLine.TitleOf(story, diagnosis.Snapshot.Time)}{(story.Address is { } address ? $" {OneLine.Of(address)}" : string.Empty)}");
            text.AppendLine($"  {StoryLine.Of(story, diagnosis.Snapshot.Time, "->")}");
        }
    }

    private string State(string label)
    {
        var escape = label switch
        {
            "critical" => "\e[1;31m",
            "warning" or "unknown" or "unwatched" => "\e[33m",
            _ => "\e[32m",
        };
        return colour ? $"{escape}{label}{Reset}" : label;
    }
}
