namespace ContainerdExporter.Causes.Storage.KernelErrors;

/// <summary>Errors of btrfs: <c>BTRFS LEVEL (device NAME[ state X]): …</c> and <c>BTRFS: error (device NAME) in …</c> (fs/btrfs/messages.c).</summary>
internal static class BtrfsErrorLine
{
    public static bool TryFind(ReadOnlySpan<byte> text, out KernelErrorKind kind, out ReadOnlySpan<byte> device)
    {
        kind = KernelErrorKind.Filesystem;
        device = default;
        if (text.StartsWith("BTRFS: error (device "u8))
        {
            // The file system stops here, and names the error that made it stop.
            return KernelErrorText.TryCutDevice(text["BTRFS: error (device "u8.Length..], out device, out _);
        }

        if (!text.StartsWith("BTRFS "u8) || text.IndexOf(" (device "u8) is not (> 0 and <= 16 and var at))
        {
            return false;
        }

        var level = text["BTRFS "u8.Length..at];
        if (!KernelErrorText.TryCutDevice(text[(at + " (device "u8.Length)..], out device, out var message))
        {
            return false;
        }

        return level.SequenceEqual("info"u8) ? message.StartsWith("forced readonly"u8) && Is(KernelErrorKind.ReadonlyRemount, ref kind)
            : IsIo(message) ? Is(KernelErrorKind.Io, ref kind)
            : level.SequenceEqual("critical"u8) || IsDamage(message);
    }

    private static bool IsIo(ReadOnlySpan<byte> message) =>
        (message.StartsWith("bdev "u8) && message.IndexOf(" errs: "u8) > 0) ||
        message.StartsWith("lost page write due to IO error"u8) ||
        message.StartsWith("lost super block write due to IO error"u8) ||
        message.StartsWith("i/o error at logical "u8);

    /// <summary>Errors and warnings also tell of wrong mount options and the like; these tell of damage.</summary>
    private static bool IsDamage(ReadOnlySpan<byte> message) =>
        message.StartsWith("csum failed"u8) ||
        message.StartsWith("parent transid verify failed"u8) ||
        message.StartsWith("bad tree block"u8) ||
        message.StartsWith("bad fsid "u8) ||
        message.StartsWith("level verify failed"u8) ||
        message.StartsWith("corrupt leaf"u8) ||
        message.StartsWith("corrupt node"u8) ||
        message.StartsWith("block="u8) ||
        message.StartsWith("checksum "u8) ||
        message.StartsWith("unable to fixup"u8) ||
        message.StartsWith("couldn't read tree root"u8) ||
        message.StartsWith("failed to read "u8) ||
        message.StartsWith("Transaction aborted (error -5)"u8) ||
        message.StartsWith("Transaction aborted (error -117)"u8);

    private static bool Is(KernelErrorKind value, ref KernelErrorKind kind)
    {
        kind = value;
        return true;
    }
}
