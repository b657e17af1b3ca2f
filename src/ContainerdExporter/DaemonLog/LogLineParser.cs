using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ContainerdExporter.DaemonLog;

/// <summary>
/// Reads a line in the two formats of containerd's logger (<c>[debug] format</c>): <c>key=value</c> with Go's quoting, and one JSON object.
/// k0s wraps the former in a line of its own. Anything else is a line without structure.
/// </summary>
internal static class LogLineParser
{
    /// <summary>Characters of a line that are looked at; the CRI plugin's longest, its configuration, needs no more.</summary>
    public const int LengthLimit = 8 << 10;

    private const int FieldLimit = 64;

    public static LogLine Parse(ReadOnlySpan<byte> bytes)
    {
        var cut = bytes.Length > LengthLimit ? bytes[..LengthLimit] : bytes;
        var text = Encoding.UTF8.GetString(cut.TrimEnd("\r\n \0"u8));
        if (text.StartsWith('{'))
        {
            return ParseJson(cut, text);
        }

        var line = ParseFields(text);
        return line.IsStructured && line.Message.StartsWith("time=", StringComparison.Ordinal) && ParseFields(line.Message) is { IsStructured: true } inner ? inner : line;
    }

    private static LogLine ParseFields(string text)
    {
        var fields = new Fields();
        var rest = text.AsSpan();
        for (var count = 0; count < FieldLimit && fields.IsWanting; count++)
        {
            rest = rest.TrimStart(' ');
            var equals = rest.IndexOf('=');
            if (equals <= 0 || rest[..equals].ContainsAny(' ', '"'))
            {
                break;
            }

            var key = rest[..equals];
            rest = rest[(equals + 1)..];
            var value = rest is ['"', ..] ? TakeQuoted(ref rest) : TakeWord(ref rest);
            fields.Set(key, value);
        }

        return fields.ToLine(text);
    }

    private static string TakeWord(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf(' ');
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..];
        return word.ToString();
    }

    /// <summary>Go's strconv.Quote. An unknown escape, or a quote that does not end, is taken as it stands: nothing here decides on it.</summary>
    private static string TakeQuoted(ref ReadOnlySpan<char> rest)
    {
        rest = rest[1..];
        var plain = rest.IndexOfAny('"', '\\');
        if (plain >= 0 && rest[plain] == '"')
        {
            var simple = rest[..plain].ToString();
            rest = rest[(plain + 1)..];
            return simple;
        }

        var value = new StringBuilder(Math.Min(rest.Length, 256));
        while (rest.Length > 0)
        {
            var c = rest[0];
            if (c == '"')
            {
                rest = rest[1..];
                break;
            }

            if (c == '\\' && rest.Length > 1)
            {
                value.Append(rest[1] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
                rest = rest[2..];
            }
            else
            {
                value.Append(c);
                rest = rest[1..];
            }
        }

        return value.ToString();
    }

    private static LogLine ParseJson(ReadOnlySpan<byte> bytes, string text)
    {
        var fields = new Fields();
        try
        {
            var reader = new Utf8JsonReader(bytes, isFinalBlock: true, new JsonReaderState(new JsonReaderOptions { MaxDepth = 16 }));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new LogLine(text, IsStructured: false);
            }

            while (fields.IsWanting && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                {
                    fields.Set(key, reader.GetString()!);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Cut off, or no JSON: what was read until here counts.
        }

        return fields.ToLine(text);
    }

    /// <summary>The fields that decide something.</summary>
    private ref struct Fields
    {
        private string? level;
        private string? message;
        private string? error;
        private string? warnings;
        private string? id;
        private string? time;
        private int seen;

        public Fields()
        {
        }

        /// <summary>Whether a field may still come that is not there yet.</summary>
        public readonly bool IsWanting => seen < 6;

        public void Set(ReadOnlySpan<char> key, string value)
        {
            ref var field = ref message;
            switch (key)
            {
                case "msg":
                    break;
                case "level":
                    field = ref level;
                    break;
                case "error":
                    field = ref error;
                    break;
                case "warnings":
                    field = ref warnings;
                    break;
                case "id":
                    field = ref id;
                    break;
                case "time":
                    field = ref time;
                    break;
                default:
                    return;
            }

            seen += field is null ? 1 : 0;
            field ??= value;
        }

        public readonly LogLine ToLine(string text) => level is null || message is null
            ? new LogLine(text, IsStructured: false)
            : new LogLine(text, IsStructured: true)
            {
                Severity = level switch
                {
                    "error" or "fatal" or "panic" => LogSeverity.Error,
                    "warning" or "warn" => LogSeverity.Warning,
                    "info" => LogSeverity.Info,
                    _ => LogSeverity.Other,
                },
                IsFatal = level is "fatal" or "panic",
                Message = message,
                Error = error ?? string.Empty,
                Warnings = warnings ?? string.Empty,
                Id = id ?? string.Empty,
                Time = DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null,
            };
    }
}
