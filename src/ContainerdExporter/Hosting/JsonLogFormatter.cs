using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ContainerdExporter.Hosting;

/// <summary>One object per line, with the fields of the other format: <c>{"ts":"…","level":"warn","msg":"…"}</c>.</summary>
internal sealed class JsonLogFormatter(TimeProvider time) : ConsoleFormatter("json")
{
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("ts", LogFields.Time(time));
            json.WriteString("level", LogFields.Level(logEntry.LogLevel));
            json.WriteString("msg", logEntry.Formatter(logEntry.State, logEntry.Exception));
            if (logEntry.Exception is { } exception)
            {
                json.WriteString("err", exception.ToString());
            }

            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(line.WrittenSpan));
    }
}
