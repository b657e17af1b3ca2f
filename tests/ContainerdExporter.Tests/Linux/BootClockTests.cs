using ContainerdExporter.Linux;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Linux;

public sealed class BootClockTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ProcFixture proc = new();
    private readonly FakeTimeProvider time = new(Noon);

    public void Dispose() => proc.Dispose();

    [Fact]
    public void Read_SmallDrift_HoldsTheBootTime()
    {
        var clock = new BootClock(proc.Host, time);
        var first = clock.Read();
        time.Advance(TimeSpan.FromSeconds(15.2));
        proc.Write("uptime", "1015.00 1.00\n");

        var second = clock.Read();

        Assert.Equal(Noon - TimeSpan.FromSeconds(1000), first.BootTime);
        Assert.Equal(first.BootTime, second.BootTime);
        Assert.Equal(TimeSpan.FromSeconds(1015), second.Uptime);
    }

    [Fact]
    public void Read_WallClockStep_MovesTheBootTime()
    {
        var clock = new BootClock(proc.Host, time);
        clock.Read();
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(Noon + TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1000), clock.Read().BootTime);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon ")]
    public void Read_NoNumber_Throws(string text)
    {
        proc.Write("uptime", text);

        Assert.Throws<InvalidDataException>(() => new BootClock(proc.Host, time).Read());
    }
}
