using System.Text.Json;
using ContainerdExporter.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Hosting;

public sealed class LogFormatterTests
{
    private const string Hostile = "a \"name\"\nts=1 level=info \\ \u001b[31m\u2028}";

    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 30, 1, 2, 3, 45, TimeSpan.Zero));

    [Theory]
    [InlineData(LogLevel.Debug, "debug")]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Warning, "warn")]
    [InlineData(LogLevel.Critical, "error")]
    public void Write_Json_HasTheFieldsOfTheOtherFormat(LogLevel level, string named)
    {
        using var line = JsonDocument.Parse(Written(new JsonLogFormatter(Time), level, "all is well"));
        Assert.Equal(["ts", "level", "msg"], line.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal("2026-11-30T01:02:03.045Z", line.RootElement.GetProperty("ts").GetString());
        Assert.Equal(named, line.RootElement.GetProperty("level").GetString());
        Assert.Equal($"ts=2026-11-30T01:02:03.045Z level={named} msg=\"all is well\"\n", Written(new LogfmtFormatter(Time), level, "all is well"));
    }

    [Fact]
    public void Write_HostileText_StaysOneLine()
    {
        var json = Written(new JsonLogFormatter(Time), LogLevel.Warning, Hostile, new IOException(Hostile));
        Assert.Equal(json.Length - 1, json.IndexOf('\n', StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', json);
        using var line = JsonDocument.Parse(json);
        Assert.Equal(Hostile, line.RootElement.GetProperty("msg").GetString());
        Assert.Contains(Hostile, line.RootElement.GetProperty("err").GetString(), StringComparison.Ordinal);

        var logfmt = Written(new LogfmtFormatter(Time), LogLevel.Warning, Hostile, new IOException(Hostile));
        Assert.Equal(logfmt.Length - 1, logfmt.IndexOf('\n', StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', logfmt);
        Assert.Contains("msg=\"a \\\"name\\\"\\nts=1", logfmt, StringComparison.Ordinal);
    }

    private static string Written(ConsoleFormatter formatter, LogLevel level, string message, Exception? exception = null)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        formatter.Write(new LogEntry<string>(level, "test", default, message, exception, (state, _) => state), scopeProvider: null, writer);
        return writer.ToString();
    }
}
