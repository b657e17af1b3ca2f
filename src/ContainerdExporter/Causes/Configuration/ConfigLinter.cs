using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>The result of a check.</summary>
/// <param name="Config">The configuration in the release's reading.</param>
/// <param name="Problems">All of them: worst first, then by file and line.</param>
internal sealed record ConfigReport(EffectiveConfig Config, IReadOnlyList<ConfigProblem> Problems)
{
    public ConfigVerdict Verdict =>
        Problems.Any(problem => problem.Severity == ProblemSeverity.Fatal) ? ConfigVerdict.Fatal
        : Config.Loaded.Truncated || Config.Loaded.Files.Any(file => file.IsUnknown) ? ConfigVerdict.Unknown
        : Problems.Any(problem => problem.Severity == ProblemSeverity.Degraded) ? ConfigVerdict.Degraded
        : ConfigVerdict.Fine;
}

/// <summary>Runs every rule over a configuration.</summary>
internal static class ConfigLinter
{
    /// <summary>A generated file can repeat one mistake without end; nobody reads more of a rule.</summary>
    private const int ProblemsPerRule = 100;

    public static ConfigReport Check(string mainPath, ContainerdRelease release, INodeFiles files, NodeFacts facts, DaemonFlags flags) =>
        Check(ConfigLoader.Load(files, mainPath, release), release, files, facts, flags);

    public static ConfigReport Check(LoadedConfig loaded, ContainerdRelease release, INodeFiles files, NodeFacts facts, DaemonFlags flags)
    {
        var order = loaded.Files.Select((file, index) => (file.Path, index)).ToDictionary(entry => entry.Path, entry => entry.index, StringComparer.Ordinal);
        var config = EffectiveConfig.Of(loaded, release);
        var context = new RuleContext(config, files, facts, flags);
        var problems = ConfigRules.All
            .SelectMany(rule => rule.Check(context).Take(ProblemsPerRule))
            .Distinct()
            .OrderByDescending(problem => problem.Severity)
            .ThenBy(problem => problem.At is { } at ? order.GetValueOrDefault(at.File) : -1)
            .ThenBy(problem => problem.At?.Line)
            .ThenBy(problem => problem.At?.Column)
            .ToList();
        return new ConfigReport(config, problems);
    }
}
