using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>What a problem does to the daemon; ordered.</summary>
internal enum ProblemSeverity
{
    /// <summary>It starts and works; something is ignored, deprecated, or breaks later (a pull, a pod, the next release).</summary>
    Warning,

    /// <summary>It starts, but CRI or another plugin that should run is dead.</summary>
    Degraded,

    /// <summary>It does not start.</summary>
    Fatal,
}

/// <summary>Something wrong in a configuration, for one release.</summary>
/// <param name="Rule">The rule's name, the metric's label.</param>
/// <param name="Severity">What the daemon does.</param>
/// <param name="At">The offending token; null when it is a default or a file that is not there.</param>
/// <param name="Message">One sentence without a period. Never holds the value of a secret.</param>
/// <param name="Fix">What to do, a sentence with a period.</param>
internal sealed record ConfigProblem(string Rule, ProblemSeverity Severity, ConfigPosition? At, string Message, string Fix);
