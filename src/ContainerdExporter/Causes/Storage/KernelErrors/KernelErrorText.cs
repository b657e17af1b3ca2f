namespace ContainerdExporter.Causes.Storage.KernelErrors;

/// <summary>What the file systems' lines have in common.</summary>
internal static class KernelErrorText
{
    /// <summary>Takes <c>NAME): message</c> or <c>NAME state X): message</c> apart.</summary>
    public static bool TryCutDevice(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> device, out ReadOnlySpan<byte> message)
    {
        var close = text.IndexOf((byte)')');
        device = close < 0 ? default : text[..close];
        message = close < 0 ? default : text[(close + 1)..].TrimStart(": "u8);
        var end = device.IndexOfAny((byte)' ', (byte)':');
        device = end < 0 ? device : device[..end];
        return close > 0;
    }
}
