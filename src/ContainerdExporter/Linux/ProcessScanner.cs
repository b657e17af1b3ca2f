using System.Buffers;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ContainerdExporter.Linux;

/// <summary>
/// Finds the processes whose name is of interest. A node has thousands of others: each costs one read of <c>comm</c>,
/// which the kernel answers in two thirds of the time of <c>stat</c>, and no allocation; and where <see cref="Strangers"/>
/// are remembered, most cost not even that. Only those of interest cost a <c>stat</c> as well.
/// </summary>
internal static class ProcessScanner
{
    private const int EntriesSize = 32 << 10;

    /// <param name="host">Where procfs is.</param>
    /// <param name="clock">The node's clocks.</param>
    /// <param name="isOfInterest">Judges a comm.</param>
    /// <param name="strangers">What earlier scans with the same judge left behind; null to read every name.</param>
    /// <exception cref="IOException">procfs itself cannot be listed.</exception>
    public static ProcessTable Scan(HostPaths host, BootClock clock, Func<ReadOnlySpan<byte>, bool> isOfInterest, Strangers? strangers = null)
    {
        if (strangers is null || !strangers.Gate.TryEnter())
        {
            return ScanAll(host, clock, isOfInterest, strangers: null);
        }

        try
        {
            strangers.Begin();
            var table = ScanAll(host, clock, isOfInterest, strangers);
            strangers.End();
            return table;
        }
        finally
        {
            strangers.Gate.Exit();
        }
    }

    private static ProcessTable ScanAll(HostPaths host, BootClock clock, Func<ReadOnlySpan<byte>, bool> isOfInterest, Strangers? strangers)
    {
        var reading = clock.Read();
        using var procfs = Libc.Open(host.Procfs, Libc.OpenReadOnly, out var errno) ?? throw ProcFile.Failure(host.Procfs, errno);
        var found = new List<ProcessEntry>();
        var sawInit = false;
        var refused = false;
        var entries = ArrayPool<byte>.Shared.Rent(EntriesSize);
        try
        {
            while (true)
            {
                var length = Libc.ReadEntries(procfs, entries, out errno);
                if (length < 0)
                {
                    throw ProcFile.Failure(host.Procfs, errno);
                }

                if (length == 0)
                {
                    break;
                }

                var walk = new DirectoryEntries(entries.AsSpan(0, length));
                while (walk.MoveNext())
                {
                    if (!int.TryParse(walk.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                    {
                        continue;
                    }

                    sawInit |= pid == 1;
                    if (strangers?.MustRead(pid, walk.Inode) == false)
                    {
                        continue;
                    }

                    if (Read(procfs, walk.Name, pid, isOfInterest, out errno) is { } process)
                    {
                        found.Add(process);
                        strangers?.Forget(pid);
                    }

                    if (errno is Errno.NotPermitted or Errno.AccessDenied)
                    {
                        refused = true;
                        strangers?.Forget(pid);
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(entries);
        }

        // hidepid=1 refuses to open others' files, hidepid=2 does not even list them, PID 1 included.
        return new ProcessTable(found, reading, isComplete: sawInit && !refused);
    }

    /// <summary>Null for a process of no interest, and for one that has ended since it was listed.</summary>
    private static ProcessEntry? Read(
        SafeFileHandle procfs, ReadOnlySpan<byte> directory, int pid, Func<ReadOnlySpan<byte>, bool> isOfInterest, out Errno errno)
    {
        Span<byte> path = stackalloc byte[32];
        Span<byte> text = stackalloc byte[1024];
        directory.CopyTo(path);
        "/comm\0"u8.CopyTo(path[directory.Length..]);
        var length = Libc.ReadAt(procfs, path, text, out errno);
        if (length <= 0 || !isOfInterest(text[..(length - 1)])) // comm ends in a newline
        {
            return null;
        }

        "/stat\0"u8.CopyTo(path[directory.Length..]);
        length = Libc.ReadAt(procfs, path, text, out errno);

        return length > 0 ? ProcessStat.Parse(pid, text[..length]) : null;
    }
}
