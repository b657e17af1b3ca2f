namespace ContainerdExporter.Causes.Runtime.Processes;

/// <summary>Why a runtime process counts as stuck; the <c>reason</c> label.</summary>
internal enum StuckReason
{
    /// <summary>In uninterruptible sleep and never switched in for longer than the threshold; kill -9 has no effect.</summary>
    Uninterruptible,

    /// <summary>Its cgroup is frozen.</summary>
    Frozen,

    /// <summary>Still there long after its command should have been done.</summary>
    Overdue,

    /// <summary>Ended, and its manager does not collect it: the manager is stuck.</summary>
    Zombie,
}

/// <summary>When patience ends.</summary>
/// <param name="Uninterruptible">For a process without a move in uninterruptible sleep or in a frozen cgroup.</param>
/// <param name="Overdue">For the age of a process whose command takes less than a second.</param>
/// <param name="Zombie">For an ended process that its manager has not collected.</param>
internal sealed record StuckThresholds(TimeSpan Uninterruptible, TimeSpan Overdue, TimeSpan Zombie);

/// <summary>
/// Tells a stuck runtime process from a slow or a waiting one. Healthy by design, for any length of time: <c>init</c> that
/// waits for <c>start</c>; <c>exec</c> and <c>run</c> in the foreground. Healthy for a moment: D, Z, a frozen cgroup.
/// </summary>
internal static class StuckJudge
{
    public static StuckReason? Judge(RuntimeProcess process, StuckThresholds thresholds)
    {
        if (process.State == RuntimeProcessState.Zombie)
        {
            return process.Parent == RuntimeParent.Manager && process.Motionless >= thresholds.Zombie ? StuckReason.Zombie : null;
        }

        var isOverdue = process.Age >= thresholds.Overdue && ShouldHaveEnded(process);
        if (process.Waits is { IsFrozen: true } && (isOverdue || process.Motionless >= thresholds.Uninterruptible))
        {
            return StuckReason.Frozen;
        }

        var isBlocked = process.State == RuntimeProcessState.Uninterruptible || process.Waits is { IsBlocked: true };
        if (isBlocked && (isOverdue || process.Motionless >= thresholds.Uninterruptible))
        {
            return StuckReason.Uninterruptible;
        }

        return isOverdue ? StuckReason.Overdue : null;
    }

    /// <summary>
    /// <c>init</c> may wait for <c>start</c>; a stopped one, or one that sleeps elsewhere while a manager waits for it, may not.
    /// Where it sleeps is known only to root: without that it gets the benefit of the doubt.
    /// </summary>
    private static bool ShouldHaveEnded(RuntimeProcess process) => process.Command.Command == RuntimeCommand.Init
        ? process.Parent == RuntimeParent.Manager && (process.State == RuntimeProcessState.Stopped || process.Waits is { Channel: not null, AwaitsStart: false })
        : process.Command.EndsSoon;
}
