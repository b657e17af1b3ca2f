using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ContainerdExporter.Hosting;

/// <summary>One line per entry, as the Prometheus programs write it: <c>ts=… level=warn msg="…"</c>.</summary>
internal sealed class LogfmtFormatter(TimeProvider time) : ConsoleFormatter("logfmt")
{
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = new StringBuilder()
            .Append("ts=").Append(LogFields.Time(time))
            .Append(" level=").Append(LogFields.Level(logEntry.LogLevel))
            .Append(" msg=");
        Quote(line, logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } exception)
        {
            line.Append(" err=");
            Quote(line, exception.ToString());
        }

        textWriter.WriteLine(line);
    }

    /// <summary>A stranger's text must not start a line of its own.</summary>
    private static void Quote(StringBuilder line, string text)
    {
        line.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => line.Append("\\\""),
                '\\' => line.Append("\\\\"),
                '\n' => line.Append("\\n"),
                _ when char.IsControl(c) => line.Append("\\u").Append(((int)c).ToString("x4")),
                _ => line.Append(c),
            };
        }

        line.Append('"');
    }
}
