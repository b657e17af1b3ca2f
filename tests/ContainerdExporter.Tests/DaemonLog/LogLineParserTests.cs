using System.Text;
using ContainerdExporter.DaemonLog;
using CsCheck;

namespace ContainerdExporter.Tests.DaemonLog;

public sealed class LogLineParserTests
{
    [Fact]
    public void Parse_TextLine_GivesItsFieldsUnquoted()
    {
        var line = Parse("""time="2026-11-23T23:54:02.162759327Z" level=warning msg="a \"b\"\tc\\d\ne" error=plain id=n5 runtime=io.containerd.runc.v2""");

        Assert.Equal(("a \"b\"\tc\\d\ne", "plain", "n5", LogSeverity.Warning), (line.Message, line.Error, line.Id, line.Severity));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 23, 54, 2, TimeSpan.Zero).AddTicks(1627593), line.Time);
    }

    [Fact]
    public void Parse_JsonLine_GivesTheSame()
    {
        var line = Parse("""{"error":"plain","id":"n5","level":"warning","msg":"a \"b\"","nested":{"level":"error"},"pid":12,"time":"2026-11-23T23:54:02Z"}""");

        Assert.Equal(("a \"b\"", "plain", "n5", LogSeverity.Warning, true), (line.Message, line.Error, line.Id, line.Severity, line.IsStructured));
    }

    [Theory]
    [InlineData("")]
    [InlineData("panic: oh")]
    [InlineData("goroutine 1 [running]:")]
    [InlineData("level=error")]
    [InlineData("msg=x")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("\t/usr/lib/go/a.go:1 +0x2 level=error msg=x")]
    [InlineData("what level=error msg=x")]
    public void Parse_OtherLine_HasNoStructure(string text)
    {
        var line = Parse(text);

        Assert.Equal((false, LogSeverity.Other, string.Empty), (line.IsStructured, line.Severity, line.Message));
    }

    [Theory]
    [InlineData("error", (int)LogSeverity.Error, false)]
    [InlineData("fatal", (int)LogSeverity.Error, true)]
    [InlineData("panic", (int)LogSeverity.Error, true)]
    [InlineData("warning", (int)LogSeverity.Warning, false)]
    [InlineData("info", (int)LogSeverity.Info, false)]
    [InlineData("debug", (int)LogSeverity.Other, false)]
    public void Parse_Level_IsItsSeverity(string level, int severity, bool isFatal)
    {
        var line = Parse($"level={level} msg=x");

        Assert.Equal(((LogSeverity)severity, isFatal), (line.Severity, line.IsFatal));
    }

    [Fact]
    public void Parse_EndlessLine_IsCut()
    {
        var line = Parse($"level=error msg=\"{new string('x', 1 << 20)}\"");

        Assert.True(line.IsStructured);
        Assert.True(line.Text.Length <= LogLineParser.LengthLimit && line.Message.Length <= LogLineParser.LengthLimit);
    }

    [Fact]
    public void Parse_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 2000].Sample(bytes => LogLineParser.Parse(bytes).Text.Length <= bytes.Length);

    [Fact]
    public void Parse_AnyTextQuotedAsGoDoes_ComesBack() => Gen.String[0, 200].Where(text => !text.Any(c => char.IsControl(c) || char.IsSurrogate(c)) && !text.StartsWith("time=", StringComparison.Ordinal)).Sample(text =>
    {
        var quoted = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return Parse($"level=error msg=\"{quoted}\" id=last") is { } line && line.Message == text && line.Id == "last";
    });

    private static LogLine Parse(string text) => LogLineParser.Parse(Encoding.UTF8.GetBytes(text));
}
