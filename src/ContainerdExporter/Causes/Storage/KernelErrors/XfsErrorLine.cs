namespace ContainerdExporter.Causes.Storage.KernelErrors;

/// <summary>Errors of XFS: <c>XFS (NAME): …</c> (fs/xfs/xfs_fsops.c, xfs_error.c, xfs_buf.c, xfs_log.c, xfs_aops.c). XFS never goes read-only; it shuts down.</summary>
internal static class XfsErrorLine
{
    public static bool TryFind(ReadOnlySpan<byte> text, out KernelErrorKind kind, out ReadOnlySpan<byte> device)
    {
        kind = KernelErrorKind.Filesystem;
        device = default;
        if (!text.StartsWith("XFS ("u8) || !KernelErrorText.TryCutDevice(text["XFS ("u8.Length..], out device, out var message))
        {
            return false;
        }

        if (message.StartsWith("metadata I/O error"u8) ||
            message.StartsWith("log I/O error"u8) ||
            message.StartsWith("log recovery write I/O error"u8) ||
            message.StartsWith("writeback error on "u8) ||
            message.StartsWith("I/O Error Detected."u8) ||
            message.StartsWith("Metadata I/O Error "u8) ||
            message.StartsWith("Log I/O Error "u8))
        {
            kind = KernelErrorKind.Io;
            return true;
        }

        return message.StartsWith("Metadata corruption detected"u8) ||
            message.StartsWith("Metadata CRC error detected"u8) ||
            message.StartsWith("Corruption "u8) ||
            message.StartsWith("Internal error "u8) ||
            message.StartsWith("Filesystem has been shut down"u8) ||
            message.StartsWith("User initiated shutdown received"u8);
    }
}
