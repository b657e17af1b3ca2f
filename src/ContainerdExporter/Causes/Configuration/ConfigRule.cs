using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>
/// One kind of mistake. Reports every instance of it, and knows nothing of other rules: no rule hides another's problem.
/// </summary>
internal abstract class ConfigRule
{
    /// <summary>snake_case, stable: a label value.</summary>
    public abstract string Name { get; }

    public abstract IEnumerable<ConfigProblem> Check(RuleContext context);

    protected ConfigProblem Fatal(ConfigPosition? at, string message, string fix) => new(Name, ProblemSeverity.Fatal, at, message, fix);

    protected ConfigProblem Degraded(ConfigPosition? at, string message, string fix) => new(Name, ProblemSeverity.Degraded, at, message, fix);

    protected ConfigProblem Warning(ConfigPosition? at, string message, string fix) => new(Name, ProblemSeverity.Warning, at, message, fix);
}
