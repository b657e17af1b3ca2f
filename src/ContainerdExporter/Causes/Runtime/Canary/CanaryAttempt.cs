using System.Diagnostics;

namespace ContainerdExporter.Causes.Runtime.Canary;

/// <summary>What becomes of one canary; read while it lives.</summary>
internal sealed class CanaryAttempt
{
    private static readonly int AllStages = Enum.GetValues<CanaryStage>().Length;

    private volatile IReadOnlyDictionary<CanaryStage, TimeSpan> stages = new Dictionary<CanaryStage, TimeSpan>();
    private volatile string? failure;
    private volatile bool isReached;

    /// <summary>Whether the daemon answered at all.</summary>
    public bool IsReached
    {
        get => isReached;
        set => isReached = value;
    }

    /// <summary>Why it was not taken to its end; null for a success.</summary>
    public string? Failure
    {
        get => failure;
        set => failure = value;
    }

    /// <summary>The completed stages.</summary>
    public IReadOnlyDictionary<CanaryStage, TimeSpan> Stages => stages;

    /// <summary>
    /// Whether the handler's shim or runtime is not on this node (containerd's and runc's words, the same in 1.6, 1.7 and 2.1):
    /// distributions list handlers in their templates that nobody has installed.
    /// </summary>
    public bool LacksProgram => stages.Count == 0 && Failure is { } text &&
        (text.Contains("binary not installed", StringComparison.Ordinal) || text.Contains("executable file not found", StringComparison.Ordinal) ||
         (text.Contains("retrieve OCI runtime error", StringComparison.Ordinal) && text.EndsWith("no such file or directory: unknown", StringComparison.Ordinal)));

    /// <summary>How far it has come by now, with the reason for which that is too little; after the last stage it is not.</summary>
    public CanaryAttempt Overdue(string words)
    {
        var completed = stages;
        return new CanaryAttempt { stages = completed, IsReached = IsReached, Failure = Failure ?? (completed.Count == AllStages ? null : words) };
    }

    /// <summary>Goes through a stage; it counts only when nothing failed in it.</summary>
    public async Task TimeAsync(CanaryStage stage, Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        if (Failure is null)
        {
            stages = new Dictionary<CanaryStage, TimeSpan>(stages) { [stage] = Stopwatch.GetElapsedTime(start) };
        }
    }
}
