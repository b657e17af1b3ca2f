using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Endurance;

/// <summary>The short form of the soak; <c>tests/bench.sh soak 60</c> is the long one.</summary>
[Collection(MachineLog.Collection)]
public sealed class SoakTests(ITestOutputHelper output)
{
    private const double Growth = 8 << 20;
    private const int MoreThreads = 6;
    private const int MoreHandles = 8;

    private static readonly TimeSpan ScrapeDeadline = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Faults_ThatComeAndGo_AreCountedExactlyAndLeaveNothingBehind()
    {
        var report = await new Soak(TimeSpan.FromMilliseconds(500)).RunAsync(TimeSpan.FromSeconds(30));

        output.WriteLine(report.ToString());
        Assert.Equal(report.Restarts.Done, report.Restarts.Counted);
        Assert.Equal(report.Kills.Done, report.Kills.Counted);
        Assert.True(report.Slowest < ScrapeDeadline, $"a scrape took {report.Slowest}");
        Assert.True(report.Last.Resident - report.First.Resident < Growth, "memory grew");
        Assert.True(report.Last.Threads - report.First.Threads <= MoreThreads, "threads grew");
        Assert.True(report.Last.Handles - report.First.Handles <= MoreHandles, "open files grew");
    }
}
