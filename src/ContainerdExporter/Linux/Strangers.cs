using System.Runtime.InteropServices;

namespace ContainerdExporter.Linux;

/// <summary>
/// Remembers the processes whose name was of no interest, so that a scan does not read thousands of names that were read
/// seconds ago. A process is known by its PID and the inode number that the kernel gives its directory in procfs: a listing
/// of /proc tells both, and a process that takes over a PID gets another inode. Only exec(2) changes a name unseen, so a
/// young process, which usually execs at once, is read at each scan, and an old one now and then.
/// </summary>
/// <param name="time">Bounds how long a name is believed.</param>
internal sealed class Strangers(TimeProvider time)
{
    /// <summary>Scans over which a process counts as young.</summary>
    private const uint YoungScans = 3;

    /// <summary>An old process is read again in one scan of so many.</summary>
    private const uint Cycle = 8;

    /// <summary>However rarely scans come, no name is believed for longer.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromMinutes(2);

    private readonly Dictionary<int, Stranger> known = [];
    private uint scan;
    private int met;

    /// <summary>Held by the scan that uses this memory; another one at the same time does without.</summary>
    public Lock Gate { get; } = new();

    public void Begin()
    {
        scan++;
        met = 0;
    }

    /// <summary>Whether the name must be read. If it is then of interest, <see cref="Forget"/> must be called.</summary>
    public bool MustRead(int pid, ulong inode)
    {
        met++;
        ref var stranger = ref CollectionsMarshal.GetValueRefOrAddDefault(known, pid, out var exists);
        if (!exists || stranger.Inode != inode)
        {
            stranger = new Stranger { Inode = inode, FirstScan = scan };
        }

        stranger.LastScan = scan;
        if (scan - stranger.FirstScan >= YoungScans && (scan + (uint)pid) % Cycle != 0 && time.GetElapsedTime(stranger.Read) < Trust)
        {
            return false;
        }

        stranger.Read = time.GetTimestamp();
        return true;
    }

    /// <summary>The process is of interest after all, or could not be read: look again next time.</summary>
    public void Forget(int pid) => known.Remove(pid);

    /// <summary>Leaves out the processes that are gone, once they outnumber the others.</summary>
    public void End()
    {
        if (known.Count <= (2 * met) + 1024)
        {
            return;
        }

        foreach (var (pid, stranger) in known)
        {
            if (stranger.LastScan != scan)
            {
                known.Remove(pid);
            }
        }
    }

    private struct Stranger
    {
        public ulong Inode;
        public uint FirstScan;
        public uint LastScan;
        public long Read;
    }
}
