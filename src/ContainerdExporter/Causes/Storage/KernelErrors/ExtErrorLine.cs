namespace ContainerdExporter.Causes.Storage.KernelErrors;

/// <summary>Errors of ext2, ext3, ext4 (fs/ext4/super.c) and of their journal (fs/jbd2/journal.c).</summary>
internal static class ExtErrorLine
{
    public static bool TryFind(ReadOnlySpan<byte> text, out KernelErrorKind kind, out ReadOnlySpan<byte> device)
    {
        kind = KernelErrorKind.Filesystem;
        device = default;
        if (text.Length < 9 || !text.StartsWith("EXT"u8) || text[3] is not ((byte)'2' or (byte)'3' or (byte)'4') || !text[4..].StartsWith("-fs "u8))
        {
            return false;
        }

        var rest = text[8..];
        if (rest.StartsWith("error (device "u8))
        {
            return KernelErrorText.TryCutDevice(rest["error (device "u8.Length..], out device, out _);
        }

        if (rest.StartsWith("warning (device "u8))
        {
            kind = KernelErrorKind.Io;
            return KernelErrorText.TryCutDevice(rest["warning (device "u8.Length..], out device, out var warning) &&
                warning.IndexOf(" I/O error "u8) >= 0;
        }

        return rest.StartsWith("("u8) && KernelErrorText.TryCutDevice(rest[1..], out device, out var message) && TryJudge(message, ref kind);
    }

    /// <summary>Error reports of jbd2 name the journal: the device, or the device and the journal's inode (sda1-8).</summary>
    public static bool TryFindJournal(ReadOnlySpan<byte> text, out KernelErrorKind kind, out ReadOnlySpan<byte> device)
    {
        device = default;
        kind = KernelErrorKind.Filesystem;
        if (text.StartsWith("Aborting journal on device "u8))
        {
            return TryCutJournal(text["Aborting journal on device "u8.Length..], out device);
        }

        kind = KernelErrorKind.Io;
        if (!text.StartsWith("JBD2: "u8))
        {
            return false;
        }

        var rest = text["JBD2: "u8.Length..];
        return TryCutAfter(rest, "Detected IO errors while flushing file data on "u8, out device) ||
            TryCutAfter(rest, "I/O error when updating journal superblock for "u8, out device) ||
            (rest.StartsWith("Error "u8) &&
             rest.IndexOf(" detected when updating journal superblock for "u8) is >= 0 and var start &&
             TryCutAfter(rest[start..], " detected when updating journal superblock for "u8, out device));
    }

    private static bool TryJudge(ReadOnlySpan<byte> message, ref KernelErrorKind kind)
    {
        if (message.StartsWith("Remounting filesystem read-only"u8))
        {
            kind = KernelErrorKind.ReadonlyRemount;
            return true;
        }

        if (message.StartsWith("I/O error while writing superblock"u8) || message.StartsWith("previous I/O error to superblock detected"u8))
        {
            kind = KernelErrorKind.Io;
            return true;
        }

        return message.StartsWith("Delayed block allocation failed "u8) ||
            message.StartsWith("failed to convert unwritten extents "u8) ||
            message.StartsWith("shut down requested"u8);
    }

    private static bool TryCutAfter(ReadOnlySpan<byte> text, ReadOnlySpan<byte> words, out ReadOnlySpan<byte> device)
    {
        device = default;
        return text.StartsWith(words) && TryCutJournal(text[words.Length..], out device);
    }

    private static bool TryCutJournal(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> device)
    {
        var end = text.IndexOfAny((byte)' ', (byte)':');
        device = (end < 0 ? text : text[..end]).TrimEnd((byte)'.');

        // sda1-8 is inode 8 of sda1, and dm-0-8 of dm-0; a journal on dm-0 itself has no such end.
        var dash = device.LastIndexOf((byte)'-');
        if (dash > 0 && !device[..dash].SequenceEqual("dm"u8) && device[(dash + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            device = device[..dash];
        }

        return !device.IsEmpty;
    }
}
