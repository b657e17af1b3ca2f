namespace ContainerdExporter.Causes.Storage.KernelErrors;

/// <summary>
/// Errors of the block layer (block/blk-core.c, blk-mq.c) and of the buffer cache (fs/buffer.c):
/// <c>[PREFIX: ]WHAT error, dev NAME, sector N …</c> and <c>Buffer I/O error on dev[ice] NAME, logical block N …</c>.
/// </summary>
internal static class BlockErrorLine
{
    public static bool TryFind(ReadOnlySpan<byte> text, out KernelErrorKind kind, out ReadOnlySpan<byte> device)
    {
        kind = KernelErrorKind.Io;
        if (text.StartsWith("Buffer I/O error on dev"u8))
        {
            var rest = text["Buffer I/O error on dev"u8.Length..];
            rest = rest.StartsWith("ice "u8) ? rest[4..] : rest.StartsWith(" "u8) ? rest[1..] : default;
            return TryCut(rest, out device);
        }

        device = default;
        var what = WithoutPrefix(text);
        var end = what.IndexOf(" error, dev "u8);
        if (end <= 0 || KindOf(what[..end]) is not { } found)
        {
            return false;
        }

        kind = found;
        return TryCut(what[(end + " error, dev "u8.Length)..], out device);
    }

    /// <summary>Up to Linux 5.15 the line began with the function that printed it.</summary>
    private static ReadOnlySpan<byte> WithoutPrefix(ReadOnlySpan<byte> text) =>
        text.StartsWith("blk_update_request: "u8) ? text["blk_update_request: "u8.Length..]
        : text.StartsWith("print_req_error: "u8) ? text["print_req_error: "u8.Length..]
        : text.StartsWith("end_request: "u8) ? text["end_request: "u8.Length..]
        : text;

    /// <summary>The names of blk_errors; those that tell nothing of the device's health are left out (not supported, retries, reservations, zones).</summary>
    private static KernelErrorKind? KindOf(ReadOnlySpan<byte> what) =>
        what.SequenceEqual("critical medium"u8) ? KernelErrorKind.Medium
        : what.SequenceEqual("I/O"u8) ||
          what.SequenceEqual("timeout"u8) ||
          what.SequenceEqual("critical target"u8) ||
          what.SequenceEqual("critical space allocation"u8) ||
          what.SequenceEqual("recoverable transport"u8) ||
          what.SequenceEqual("protection"u8) ||
          what.SequenceEqual("device offline"u8) ? KernelErrorKind.Io
        : null;

    private static bool TryCut(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> device)
    {
        var comma = rest.IndexOf((byte)',');
        device = comma < 0 ? default : rest[..comma];
        return comma > 0;
    }
}
