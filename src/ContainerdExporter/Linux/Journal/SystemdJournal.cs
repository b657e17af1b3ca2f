using System.Runtime.InteropServices;
using System.Text;

namespace ContainerdExporter.Linux.Journal;

/// <summary>
/// The journal's entries that pass a filter, in their order. The library's handle belongs to one thread, which may differ from call to call
/// but never runs two; each call may take as long as the disk does. Everything that is read is a copy.
/// </summary>
internal sealed class SystemdJournal : IDisposable
{
    private static readonly byte[] MessageField = "MESSAGE\0"u8.ToArray();

    private readonly nint handle;
    private bool isClosed;

    private SystemdJournal(nint handle) => this.handle = handle;

    /// <summary>Opens the system's journal below a root directory.</summary>
    /// <param name="root">The host's root as seen from here.</param>
    /// <param name="longest">Bytes of a field that are needed at most.</param>
    /// <param name="matches">Fields and values that an entry must have, as <c>FIELD=value</c>.</param>
    /// <exception cref="IOException">The library cannot open it.</exception>
    public static SystemdJournal Open(string root, int longest, params ReadOnlySpan<string> matches)
    {
        Check(LibSystemd.OpenDirectory(out var handle, root, LibSystemd.OsRoot | LibSystemd.SystemOnly), "open the journal");
        var journal = new SystemdJournal(handle);
        try
        {
            foreach (var match in matches)
            {
                var bytes = Encoding.UTF8.GetBytes(match);
                Check(LibSystemd.AddMatch(handle, ref bytes[0], (nuint)bytes.Length), "filter the journal");
            }

            Check(LibSystemd.SetDataThreshold(handle, (nuint)longest), "bound the journal's fields");
            Check(LibSystemd.Watch(handle), "watch the journal");
            return journal;
        }
        catch (IOException)
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Takes notice of files that have come, gone or grown.</summary>
    public void Refresh() => Check(LibSystemd.Process(handle), "follow the journal");

    /// <summary>Sets the place before the first entry at or after a time.</summary>
    public void SeekTime(DateTimeOffset time) =>
        Check(LibSystemd.SeekRealtime(handle, (ulong)Math.Max(0, (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond)), "look for a time in the journal");

    /// <summary>Sets the place after an entry; where that is gone, before the first that is newer. False when the cursor is none.</summary>
    public bool SeekAfter(string cursor)
    {
        if (LibSystemd.SeekCursor(handle, cursor) < 0)
        {
            return false;
        }

        // The cursor's own entry is the next one, if it still exists: step onto it. What else comes is not to be lost: step before it again.
        if (Skip(1) == 1 && LibSystemd.TestCursor(handle, cursor) <= 0)
        {
            Check(LibSystemd.SeekCursor(handle, cursor), "go back in the journal");
        }

        return true;
    }

    /// <summary>Goes on by a number of entries; how many there were.</summary>
    public int Skip(int count) => Check(LibSystemd.Skip(handle, (ulong)count), "read the journal");

    /// <summary>When the entry was received.</summary>
    public DateTimeOffset Time
    {
        get
        {
            Check(LibSystemd.GetRealtime(handle, out var microseconds), "read an entry's time");
            return DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(Math.Min(microseconds, long.MaxValue / 100));
        }
    }

    /// <summary>The entry's place, for <see cref="SeekAfter"/>.</summary>
    public string Cursor
    {
        get
        {
            Check(LibSystemd.GetCursor(handle, out var text), "read an entry's cursor");
            try
            {
                return Marshal.PtrToStringUTF8(text)!;
            }
            finally
            {
                LibSystemd.Free(text);
            }
        }
    }

    /// <summary>Copies the start of the entry's message; its length, 0 for an entry without one, or one that cannot be read.</summary>
    public int ReadMessage(Span<byte> buffer)
    {
        if (LibSystemd.GetData(handle, ref MessageField[0], out var data, out var length) < 0 || length < (nuint)MessageField.Length)
        {
            return 0;
        }

        var count = (int)Math.Min(length - (nuint)MessageField.Length, (nuint)buffer.Length); // "MESSAGE=" is as long as the name with its zero byte.
        unsafe
        {
            new ReadOnlySpan<byte>((byte*)data + MessageField.Length, count).CopyTo(buffer);
        }

        return count;
    }

    public void Dispose()
    {
        if (!isClosed)
        {
            isClosed = true;
            LibSystemd.Close(handle);
        }
    }

    /// <summary>The library gives back a negative error number.</summary>
    private static int Check(int result, string what) => result >= 0
        ? result
        : (Errno)(-result) switch
        {
            Errno.AccessDenied or Errno.NotPermitted => throw new UnauthorizedAccessException($"cannot {what}: no permission"),
            _ => throw new IOException($"cannot {what}: error {-result}"),
        };
}
