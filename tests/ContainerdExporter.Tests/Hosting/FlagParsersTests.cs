using ContainerdExporter.Hosting;

namespace ContainerdExporter.Tests.Hosting;

public sealed class FlagParsersTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("5s", 5)]
    [InlineData("1m30s", 90)]
    [InlineData("24h", 86400)]
    public void Duration_PrometheusForm_IsRead(string text, double seconds) =>
        Assert.Equal(seconds, FlagParsers.Duration(text).Value.TotalSeconds);

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("0s")]
    [InlineData("25h")]
    [InlineData("5 s")]
    [InlineData("99999999999999999999s")]
    [InlineData("5d")]
    public void Duration_AnythingElse_IsRefused(string text) =>
        Assert.Throws<FormatException>(() => FlagParsers.Duration(text));

    [Theory]
    [InlineData("1s", true)]
    [InlineData("1h", true)]
    [InlineData("999ms", false)]
    [InlineData("61m", false)]
    public void DurationFrom_Bounds_AreHeld(string text, bool isWithin)
    {
        var parse = FlagParsers.DurationFrom(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Assert.Equal(isWithin ? null : typeof(FormatException), Record.Exception(() => parse(text))?.GetType());
    }

    [Theory]
    [InlineData("runc", true)]
    [InlineData("my handler", true)]
    [InlineData("", false)]
    [InlineData("a\nb", false)]
    public void Name_OfAHandler_IsOneLine(string text, bool isName) => Assert.Equal(isName ? null : typeof(FormatException), Record.Exception(() => FlagParsers.Name(text))?.GetType());

    [Theory]
    [InlineData("500ms", "500ms")]
    [InlineData("1m30s", "90s")]
    public void Duration_Shown_CanBeReadAgain(string text, string shown) =>
        Assert.Equal(shown, FlagParsers.Duration(text).ToString());

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1KiB", 1024)]
    [InlineData("8MiB", 8388608)]
    [InlineData("1023GiB", 1098437885952)]
    public void Bytes_NumberAndUnit_IsReadAndShownAlike(string text, long bytes)
    {
        Assert.Equal(bytes, FlagParsers.Bytes(text).Value);
        Assert.Equal(text, FlagParsers.Bytes(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("MiB")]
    [InlineData("0MiB")]
    [InlineData("-1MiB")]
    [InlineData("8MB")]
    [InlineData("8 MiB")]
    [InlineData("1024MiB")]
    public void Bytes_AnythingElse_IsRefused(string text) =>
        Assert.Throws<FormatException>(() => FlagParsers.Bytes(text));

    [Theory]
    [InlineData(":10110", ":10110")]
    [InlineData("127.0.0.1:1", "127.0.0.1:1")]
    [InlineData("localhost:80", "127.0.0.1:80")]
    [InlineData("[::1]:10110", "[::1]:10110")]
    public void Listen_Address_IsRead(string text, string shown) =>
        Assert.Equal(shown, FlagParsers.Listen(text).ToString());

    [Theory]
    [InlineData("10110")]
    [InlineData(":")]
    [InlineData(":70000")]
    [InlineData("example.org:80")]
    [InlineData("unix:/x")]
    public void Listen_AnythingElse_IsRefused(string text) =>
        Assert.Throws<FormatException>(() => FlagParsers.Listen(text));

    [Theory]
    [InlineData("/metrics", true)]
    [InlineData("/", false)]
    [InlineData("metrics", false)]
    [InlineData("/a?b", false)]
    [InlineData("/{x}", false)]
    [InlineData("//metrics", false)]
    [InlineData("/-", false)]
    [InlineData("/-/metrics", false)]
    [InlineData("/-x/metrics", true)]
    public void TelemetryPath_OnlyAPlainPath_IsTaken(string text, bool taken) =>
        Assert.Equal(taken, Record.Exception(() => FlagParsers.TelemetryPath(text)) is null);

    [Fact]
    public void EnvironmentName_OfAFlag_IsUpperCaseWithUnderscores() =>
        Assert.Equal("CONTAINERD_EXPORTER_WEB_LISTEN_ADDRESS", Flag.EnvironmentName("--web.listen-address"));
}
