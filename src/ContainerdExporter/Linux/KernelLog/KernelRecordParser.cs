using System.Buffers.Text;

namespace ContainerdExporter.Linux.KernelLog;

/// <summary>
/// Parses <c>priority,sequence,microseconds,flags[,more];text</c>, a line feed, and then optional lines of properties,
/// which nothing here needs.
/// </summary>
internal static class KernelRecordParser
{
    /// <summary>False for what is no record. The text's escapes are undone in place, so the bytes are changed.</summary>
    public static bool TryParse(Span<byte> raw, out KernelRecord record)
    {
        record = default;
        var semicolon = raw.IndexOf((byte)';');
        if (semicolon < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> header = raw[..semicolon];
        if (!TryTakeNumber(ref header, out var priority) ||
            !TryTakeNumber(ref header, out var sequence) ||
            !TryTakeNumber(ref header, out var microseconds) ||
            priority > int.MaxValue ||
            microseconds > long.MaxValue)
        {
            return false;
        }

        var comma = header.IndexOf((byte)',');
        var flags = comma < 0 ? header : header[..comma];
        var text = raw[(semicolon + 1)..];
        var end = text.IndexOf((byte)'\n');
        record = new KernelRecord
        {
            Sequence = sequence,
            Facility = (int)priority >> 3,
            Microseconds = (long)microseconds,
            IsContinuation = flags is [(byte)'c' or (byte)'+', ..],
            Text = Unescape(end < 0 ? text : text[..end]),
        };
        return true;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> fields, out ulong value)
    {
        if (!Utf8Parser.TryParse(fields, out value, out var length) || length >= fields.Length || fields[length] != ',')
        {
            return false;
        }

        fields = fields[(length + 1)..];
        return true;
    }

    /// <summary>The kernel writes control characters, bytes above 126 and the backslash as <c>\xNN</c>.</summary>
    private static Span<byte> Unescape(Span<byte> text)
    {
        var read = text.IndexOf((byte)'\\');
        if (read < 0)
        {
            return text;
        }

        var written = read;
        while (read < text.Length)
        {
            if (text.Length - read >= 4 &&
                text[read] == '\\' &&
                text[read + 1] == 'x' &&
                Utf8Parser.TryParse(text.Slice(read + 2, 2), out byte value, out var digits, 'x') &&
                digits == 2)
            {
                text[written++] = value;
                read += 4;
            }
            else
            {
                text[written++] = text[read++];
            }
        }

        return text[..written];
    }
}
