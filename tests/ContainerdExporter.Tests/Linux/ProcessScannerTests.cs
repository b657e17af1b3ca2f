using System.Diagnostics;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Linux;

public sealed class ProcessScannerTests : IDisposable
{
    private readonly ProcFixture proc = new();

    public void Dispose() => proc.Dispose();

    [Fact]
    public void Scan_ManyProcesses_KeepsThoseOfInterest()
    {
        proc.Add(2, "kthreadd");
        proc.Add(30, "runc", state: 'D', parent: 20, startTicks: 40_000);
        proc.Add(31, "sleep");
        proc.Write("self/comm", "runc\n");
        proc.Write("9x/comm", "runc\n");

        var table = proc.Scan(name => name == "runc");

        Assert.True(table.IsComplete);
        var process = Assert.Single(table.Processes);
        Assert.Equal(new ProcessEntry(30, "runc", 'D', 20, 40_000), process);
        Assert.Equal(TimeSpan.FromSeconds(600), table.AgeOf(process));
        Assert.Same(process, table.Find(30));
        Assert.Null(table.Find(31));
    }

    [Theory]
    [InlineData("runc:[2:INIT]")]
    [InlineData("a) S 1 (b")]
    [InlineData("two words")]
    [InlineData("(()")]
    public void Scan_StrangeName_IsReadWhole(string name)
    {
        proc.Add(30, name, state: 'Z', parent: 7);

        var process = Assert.Single(proc.Scan(each => each == name).Processes);

        Assert.Equal((name, 'Z', 7), (process.Name, process.State, process.ParentPid));
        Assert.True(process.IsZombie);
    }

    [Fact]
    public void Scan_ProcessThatVanishesBetweenItsFiles_IsLeftOut()
    {
        proc.Write("30/comm", "runc\n");
        proc.Write("31/status", "nothing else\n");

        var table = proc.Scan(_ => true);

        Assert.Equal([1], table.Processes.Select(process => process.Pid));
        Assert.True(table.IsComplete);
    }

    [Fact]
    public void Scan_InitNotListed_IsNotComplete()
    {
        proc.Remove("1");
        proc.Add(30, "runc");

        Assert.False(proc.Scan(_ => true).IsComplete);
    }

    [Fact]
    public void Scan_NoProcfs_ThrowsWhatIsMissing() =>
        Assert.Throws<FileNotFoundException>(() => ProcessScanner.Scan(
            new HostPaths("/", "/nowhere"), new BootClock(proc.Host, TimeProvider.System), _ => true));

    [Fact]
    public void Scan_StartBeforeTheClocksReading_HasNoNegativeAge()
    {
        proc.Add(30, "runc", startTicks: 100_001);

        var table = proc.Scan(name => name == "runc");

        Assert.Equal(TimeSpan.Zero, table.AgeOf(table.Processes[0]));
    }

    [Fact]
    public void Scan_ThisProcess_HasItsIdentityAndAge()
    {
        var start = new DateTimeOffset(Process.GetCurrentProcess().StartTime);
        var host = new HostPaths();

        var table = ProcessScanner.Scan(host, new BootClock(host, TimeProvider.System), _ => true);

        var entry = table.Find(Environment.ProcessId);
        Assert.NotNull(entry);
        Assert.InRange((table.StartOf(entry) - start).TotalSeconds, -1.5, 1.5);
        Assert.InRange((table.AgeOf(entry) - (DateTimeOffset.UtcNow - start)).TotalSeconds, -1.5, 1.5);
        Assert.True(table.Processes.Count > 1);
    }

    [Fact]
    public void Scan_ProcessesOfNoInterest_CostNoAllocation()
    {
        long Measure()
        {
            static bool IsOfInterest(ReadOnlySpan<byte> name) => name.SequenceEqual("runc"u8);
            var clock = new BootClock(proc.Host, TimeProvider.System);
            _ = ProcessScanner.Scan(proc.Host, clock, IsOfInterest);
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = ProcessScanner.Scan(proc.Host, clock, IsOfInterest);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        proc.Add(2, "runc");
        var few = Measure();
        for (var pid = 100; pid < 1100; pid++)
        {
            proc.Write($"{pid}/comm", "sleep\n");
        }

        // A collection in between may empty the pool that buffers come from, which is then filled again.
        Assert.InRange(Enumerable.Range(0, 5).Min(_ => Measure()), 0, few);
    }
}
