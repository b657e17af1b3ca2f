namespace ContainerdExporter.Linux;

/// <summary>Names one process for good: a PID is given out again, but not within the same clock tick.</summary>
internal readonly record struct ProcessIdentity(int Pid, ulong StartTicks);

/// <summary>A process that matters here, as its <c>/proc/PID/stat</c> shows it.</summary>
/// <param name="Pid">In the host's PID namespace.</param>
/// <param name="Name">comm: the executable's name, cut to 15 bytes; set freely by the process.</param>
/// <param name="State">R, S, D, Z, T, ….</param>
/// <param name="ParentPid">The parent; 1 is normal for a shim.</param>
/// <param name="StartTicks">Start, in clock ticks (1/100 s) since boot; with the PID it names the process for good.</param>
internal sealed record ProcessEntry(int Pid, string Name, char State, int ParentPid, ulong StartTicks)
{
    public ProcessIdentity Identity => new(Pid, StartTicks);

    /// <summary>Ended, and not yet collected by its parent: nothing of it is left but this entry.</summary>
    public bool IsZombie => State is 'Z' or 'X';
}

/// <summary>The processes with a name of interest, at one moment.</summary>
/// <param name="processes">Those processes.</param>
/// <param name="clock">The clocks at the start of the scan.</param>
/// <param name="isComplete">False where procfs hides other users' processes from us (hidepid).</param>
internal sealed class ProcessTable(IReadOnlyList<ProcessEntry> processes, BootReading clock, bool isComplete = true)
{
    private const int ClockTicksPerSecond = 100; // USER_HZ, fixed in the kernel's interface on every architecture of .NET

    private readonly Dictionary<int, ProcessEntry> byPid = processes.DistinctBy(process => process.Pid).ToDictionary(process => process.Pid);

    public IReadOnlyList<ProcessEntry> Processes => processes;

    public bool IsComplete => isComplete;

    public IEnumerable<ProcessEntry> Named(string name) =>
        processes.Where(process => string.Equals(process.Name, name, StringComparison.Ordinal));

    /// <summary>The process with this PID; null when it has none of the names of interest.</summary>
    public ProcessEntry? Find(int pid) => byPid.GetValueOrDefault(pid);

    public DateTimeOffset StartOf(ProcessEntry process) => clock.BootTime + SinceBoot(process);

    /// <summary>Never negative, and independent of steps of the wall clock.</summary>
    public TimeSpan AgeOf(ProcessEntry process) =>
        clock.Uptime > SinceBoot(process) ? clock.Uptime - SinceBoot(process) : TimeSpan.Zero;

    private static TimeSpan SinceBoot(ProcessEntry process) => new((long)process.StartTicks * (TimeSpan.TicksPerSecond / ClockTicksPerSecond));
}
