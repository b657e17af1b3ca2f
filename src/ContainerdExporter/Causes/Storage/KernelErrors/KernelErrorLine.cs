namespace ContainerdExporter.Causes.Storage.KernelErrors;

/// <summary>
/// Finds the storage errors among the kernel's lines. Each form must begin the line: names of processes and files that
/// the kernel quotes come later in it.
/// </summary>
internal static class KernelErrorLine
{
    /// <summary>No block device of the kernel has a longer name (DISK_NAME_LEN).</summary>
    private const int LongestDevice = 32;

    /// <summary>Whether the line reports an error, which kind, and of which device (its kernel name: sda1, dm-0, nvme0n1).</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out KernelErrorKind kind, out string device)
    {
        device = string.Empty;
        return TryFind(text, out kind, out var name) && TryName(name, out device);
    }

    private static bool TryFind(ReadOnlySpan<byte> text, out KernelErrorKind kind, out ReadOnlySpan<byte> device)
    {
        kind = default;
        device = default;
        if (text.Length < 8)
        {
            return false;
        }

        return text[0] switch
        {
            (byte)'X' => XfsErrorLine.TryFind(text, out kind, out device),
            (byte)'E' => ExtErrorLine.TryFind(text, out kind, out device),
            (byte)'J' or (byte)'A' => ExtErrorLine.TryFindJournal(text, out kind, out device),
            (byte)'B' when text[1] == 'T' => BtrfsErrorLine.TryFind(text, out kind, out device),
            _ => BlockErrorLine.TryFind(text, out kind, out device),
        };
    }

    /// <summary>A name that a label may carry; a path of a multipath NVMe device goes by the device's own name.</summary>
    private static bool TryName(ReadOnlySpan<byte> bytes, out string name)
    {
        name = string.Empty;
        if (bytes.Length is 0 or > LongestDevice)
        {
            return false;
        }

        foreach (var c in bytes)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'-' or (byte)'_' or (byte)'.' or (byte)'!' or (byte)'/'))
            {
                return false;
            }
        }

        name = NvmeHead(System.Text.Encoding.ASCII.GetString(bytes)).Replace('/', '!'); // sysfs writes cciss/c0d0 as cciss!c0d0.
        return true;
    }

    /// <summary>nvme0c1n2, the path through controller 1, is the device nvme0n2.</summary>
    private static string NvmeHead(string name)
    {
        if (!name.StartsWith("nvme", StringComparison.Ordinal))
        {
            return name;
        }

        var controller = name.IndexOf('c', StringComparison.Ordinal);
        var space = name.LastIndexOf('n');
        return controller > 4 && space > controller ? name[..controller] + name[space..] : name;
    }
}
