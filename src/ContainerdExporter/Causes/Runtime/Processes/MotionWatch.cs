using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Processes;

/// <summary>
/// Remembers, from one look to the next, since when a process has been in a condition without having run in between.
/// One look alone cannot tell a process that is blocked from one that is busy with a slow disk.
/// </summary>
internal sealed class MotionWatch(TimeProvider time)
{
    private Dictionary<ProcessIdentity, Held> seen = [];
    private Dictionary<ProcessIdentity, Held> next = [];

    /// <summary>A condition in which a process does not move.</summary>
    internal enum Condition
    {
        Blocked,
        Frozen,
        Zombie,
    }

    private readonly record struct Held(Condition Condition, long? Switches, long Since);

    /// <summary>Notes the condition that a process is in now, and says for how long it has been in it without a move.</summary>
    /// <param name="identity">The process.</param>
    /// <param name="condition">Its condition; null for one that moves.</param>
    /// <param name="switches">Its context switches; null when unknown.</param>
    public TimeSpan Observe(ProcessIdentity identity, Condition? condition, long? switches)
    {
        if (condition is not { } now)
        {
            return TimeSpan.Zero;
        }

        var isSame = seen.TryGetValue(identity, out var before) && before.Condition == now && before.Switches == switches;
        var held = isSame ? before : new Held(now, switches, time.GetTimestamp());
        next[identity] = held;
        return time.GetElapsedTime(held.Since);
    }

    /// <summary>Ends a look: what was not observed in it is forgotten.</summary>
    public void EndLook() => (seen, next) = (next, []);
}
