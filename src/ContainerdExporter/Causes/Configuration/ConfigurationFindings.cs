using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>What the next start would bring, in words.</summary>
internal static class ConfigurationFindings
{
    /// <summary>More problems than these are read with <c>config check</c>.</summary>
    private const int ProblemLimit = 10;

    public static IEnumerable<Finding> Of(ConfigurationSample sample) => sample.Instances.SelectMany(Judge);

    private static IEnumerable<Finding> Judge(InstanceConfig instance)
    {
        if (instance.Unknown is { } reason)
        {
            yield return new Finding(
                Cause.Exporter,
                Severity.Warning,
                CollectorFindings.Alert,
                instance.Address,
                "The configuration could not be judged.",
                [new Evidence("file", instance.Path), new Evidence("reason", reason)]);
        }

        if (instance.Report is { } report && report.Verdict is ConfigVerdict.Fatal or ConfigVerdict.Degraded)
        {
            yield return OfReport(instance, instance.Report);
        }

        if (instance.IsPendingRestart == true)
        {
            yield return new Finding(
                Cause.Configuration,
                Severity.Info,
                "ContainerdConfigPendingRestart",
                instance.Address,
                "The configuration has changed since containerd read it; the change takes effect at the next start.",
                [
                    new Evidence("file", instance.Path),
                    new Evidence("modified", instance.Modified is { } modified ? $"{modified:yyyy-MM-dd HH:mm:ss} UTC" : "removed"),
                ]);
        }
    }

    private static Finding OfReport(InstanceConfig instance, ConfigReport report)
    {
        var isFatal = report.Verdict == ConfigVerdict.Fatal;
        var severity = isFatal ? ProblemSeverity.Fatal : ProblemSeverity.Degraded;
        var problems = report.Problems.Where(problem => problem.Severity == severity).ToList();
        var more = problems.Count > ProblemLimit ? $"containerd-exporter config check shows {problems.Count - ProblemLimit} more" : null;
        return new Finding(
            Cause.Configuration,
            isFatal && !instance.IsRunning ? Severity.Critical : Severity.Warning,
            isFatal ? "ContainerdConfigInvalid" : "ContainerdConfigDegraded",
            instance.Address,
            (isFatal, instance.IsRunning) switch
            {
                (true, true) => $"containerd {instance.Release} runs, and would not start again with its configuration.",
                (true, false) => $"containerd {instance.Release} does not start with its configuration.",
                _ => $"containerd {instance.Release} starts with its configuration, but without CRI or another plugin that should work.",
            },
            [
                .. problems.Take(ProblemLimit).Select(problem => new Evidence(problem.At?.ToString() ?? instance.Path, $"{problem.Message}. {problem.Fix}")),
                .. more is null ? Array.Empty<Evidence>() : [new Evidence("and", more)],
                .. GeneratedFiles.TemplateOf(instance.Distribution) is { } template
                    ? [new Evidence("where to change it", $"{instance.Path} is generated; change {template}")]
                    : Array.Empty<Evidence>(),
            ]);
    }
}
