using ContainerdExporter.Collection;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Hosting;

/// <summary>
/// Gives back what a passing situation took, so that the exporter is as large as its node's present asks for and not as its worst hour did:
/// room on the heap that a flood or ten thousand processes filled, and pages of the program that only a fault needs.
/// </summary>
/// <param name="giveBack">How: <see cref="GiveBack"/>.</param>
/// <param name="time">The clock.</param>
internal sealed class MemoryUpkeep(Action giveBack, TimeProvider time) : IBackgroundWork
{
    /// <summary>One costs as much CPU time as a scrape or two.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    public string WorkName => "memory upkeep";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            giveBack();
        }
    }

    /// <summary>All that nobody needs at this moment.</summary>
    public static void GiveBack()
    {
        // Of all modes, only this one hands the emptied regions back to the kernel at once.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        ProgramPages.LetGo();
    }
}
