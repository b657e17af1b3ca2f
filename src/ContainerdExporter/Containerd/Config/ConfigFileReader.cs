using System.Text;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace ContainerdExporter.Containerd.Config;

/// <summary>Reads and parses one file, bounded in size, depth and number of errors.</summary>
internal static class ConfigFileReader
{
    /// <summary>Bytes. The largest generated configurations are some 30 KiB; a syntax tree takes fifty times its text.</summary>
    public const int SizeLimit = 128 << 10;

    /// <summary>Tables and arrays inside each other; containerd's own go 7 deep.</summary>
    public const int DepthLimit = 32;

    private const int ErrorLimit = 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly TomlSerializerOptions Options = new() { MaxDepth = DepthLimit };

    public static ConfigFile Read(INodeFiles files, string path, ConfigPosition? importedAt)
    {
        var stamp = files.Stamp(path);
        var state = stamp.Kind switch
        {
            PathKind.File => stamp.Size > SizeLimit ? ConfigFileState.TooLarge : ConfigFileState.Loaded,
            PathKind.Missing => ConfigFileState.Missing,
            PathKind.Directory or PathKind.BehindFile or PathKind.LinkLoop => ConfigFileState.NotAFile,
            PathKind.Fifo or PathKind.Socket => ConfigFileState.Waits,
            PathKind.Device => ConfigFileState.Device,
            _ => ConfigFileState.Unreadable,
        };
        if (state != ConfigFileState.Loaded)
        {
            return Empty(path, state, stamp.Kind, importedAt);
        }

        return files.Read(path, SizeLimit) is { } bytes
            ? Parse(path, bytes, importedAt)
            : Empty(path, ConfigFileState.Unreadable, stamp.Kind, importedAt);
    }

    public static ConfigFile Parse(string path, ReadOnlySpan<byte> bytes, ConfigPosition? importedAt = null)
    {
        var file = Empty(path, ConfigFileState.InvalidSyntax, PathKind.File, importedAt);
        string text;
        try
        {
            text = Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var line = bytes[..e.Index].Count((byte)'\n') + 1;
            var column = e.Index - bytes[..e.Index].LastIndexOf((byte)'\n');
            return file with { Errors = [new SyntaxError(new ConfigPosition(path, line, column, 1), "this is not UTF-8")] };
        }

        var hasByteOrderMark = text.StartsWith('\uFEFF');
        text = hasByteOrderMark ? text[1..] : text;
        if (TomlDepth.Exceeds(text, DepthLimit))
        {
            return file with { State = ConfigFileState.TooDeep, Text = text };
        }

        DocumentSyntax document;
        try
        {
            document = SyntaxParser.Parse(text, Options, path, validate: true);
        }
        catch (ArgumentException)
        {
            // Tomlyn throws on an escape that is half of a pair, "\ud800", and does not say where.
            return file with { Text = text, Errors = [new SyntaxError(new ConfigPosition(path, 1, 1, 1), "an escape in this file is no character")] };
        }

        if (!document.HasErrors)
        {
            return file with
            {
                State = ConfigFileState.Loaded,
                Text = text,
                Root = TomlTree.Of(document, path),
                Dialect = TomlDialect.In(document, path, hasByteOrderMark),
            };
        }

        var errors = document.Diagnostics
            .Where(message => message.Kind == DiagnosticMessageKind.Error)
            .Take(ErrorLimit)
            .Select(message => new SyntaxError(At(path, message.Span), message.Message))
            .ToList();
        return file with { Text = text, Errors = errors };
    }

    private static ConfigPosition At(string path, in SourceSpan span) => new(path, span.Start.Line + 1, span.Start.Column + 1, 1);

    private static ConfigFile Empty(string path, ConfigFileState state, PathKind kind, ConfigPosition? importedAt) =>
        new(path, state, kind, string.Empty, ConfigNode.Table(new ConfigPosition(path, 1, 1, 0)), [], importedAt);
}
