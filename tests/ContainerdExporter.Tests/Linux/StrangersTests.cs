using System.Diagnostics;
using ContainerdExporter.Linux;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Linux;

public sealed class StrangersTests : IDisposable
{
    private readonly ProcFixture proc = new();
    private readonly FakeTimeProvider time = new();
    private readonly Strangers strangers;

    public StrangersTests() => strangers = new Strangers(time);

    public void Dispose() => proc.Dispose();

    [Fact]
    public void Scan_OldStranger_IsReadOnceInACycle()
    {
        proc.Add(30, "sleep");
        Scan(scans: 3);

        Assert.Equal(2, Enumerable.Range(0, 16).Sum(_ => Scan().Names.Count(name => name == "sleep")));
    }

    [Fact]
    public void Scan_YoungStrangerThatExecs_IsSeenAtOnce()
    {
        proc.Add(30, "sh");
        Scan();
        proc.Add(30, "runc");

        Assert.Equal([30], Scan().Found);
    }

    [Fact]
    public void Scan_OldStrangerThatExecs_IsSeenWithinACycle()
    {
        proc.Add(30, "sh");
        Scan(scans: 5);
        proc.Add(30, "runc");

        Assert.Contains(Enumerable.Range(0, 8).Select(_ => Scan()), scan => scan.Found is [30]);
    }

    [Fact]
    public void Scan_OldStrangerThatExecs_IsSeenWhenItsNameIsTrustedNoMore()
    {
        proc.Add(30, "sh");
        Scan(scans: 5);
        proc.Add(30, "runc");
        time.Advance(Strangers.Trust);

        Assert.Equal([30], Scan().Found);
    }

    [Fact]
    public void Scan_ProcessOfInterest_IsReadAtEachScan()
    {
        proc.Add(30, "runc");

        Assert.All(Enumerable.Range(0, 20).Select(_ => Scan()), scan => Assert.Equal([30], scan.Found));
    }

    [Fact]
    public void Scan_PidTakenOver_IsReadAtOnce()
    {
        proc.Add(30, "sleep");
        proc.Add(31, "sleep"); // Holds an inode number, so that the next directory has another.
        Scan(scans: 5);
        proc.Remove("30");
        proc.Add(40, "sleep");
        proc.Add(30, "runc");

        Assert.Equal([30], Scan().Found);
    }

    [Fact]
    public void Scan_WhileAnotherUsesTheMemory_ReadsEveryName()
    {
        proc.Add(30, "sleep");
        Scan(scans: 5);
        using var held = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var other = new Thread(() =>
        {
            lock (strangers.Gate)
            {
                held.Set();
                release.Wait();
            }
        });
        other.Start();
        held.Wait(TestContext.Current.CancellationToken);

        Assert.All(Enumerable.Range(0, 8).Select(_ => Scan()), scan => Assert.Contains("sleep", scan.Names));
        release.Set();
        other.Join();
    }

    [Fact]
    public void Scan_ProcessesThatCameAndWent_AreForgotten()
    {
        for (var round = 0; round < 4; round++)
        {
            strangers.Begin();
            for (var i = 0; i < 1000; i++)
            {
                Assert.True(strangers.MustRead((round * 1000) + i, 1));
            }

            strangers.End();
        }

        // Of the first rounds nothing is left: their PIDs are young again.
        strangers.Begin();
        Assert.True(strangers.MustRead(0, 1));
        strangers.Begin();
        Assert.True(strangers.MustRead(0, 1));
    }

    [Fact]
    public void Scan_LiveProcess_ExecsAndIsFound()
    {
        using var child = Process.Start(new ProcessStartInfo("bash", ["-c", "read line; exec -a x sleep 60"]) { RedirectStandardInput = true })!;
        var host = new HostPaths();
        var clock = new BootClock(host, TimeProvider.System);
        bool Finds() => ProcessScanner.Scan(host, clock, name => name.SequenceEqual("sleep"u8), strangers).Find(child.Id) is not null;
        try
        {
            Assert.All(Enumerable.Range(0, 5), _ => Assert.False(Finds()));
            child.StandardInput.WriteLine();
            Assert.True(SpinWait.SpinUntil(Finds, TimeSpan.FromSeconds(30)));
        }
        finally
        {
            child.Kill();
            child.WaitForExit();
        }
    }

    private void Scan(int scans)
    {
        for (var i = 0; i < scans; i++)
        {
            Scan();
        }
    }

    /// <summary>The processes called runc, and every name that was read.</summary>
    private (IReadOnlyList<int> Found, IReadOnlyList<string> Names) Scan()
    {
        var names = new List<string>();
        var table = ProcessScanner.Scan(
            proc.Host,
            new BootClock(proc.Host, TimeProvider.System),
            name =>
            {
                names.Add(System.Text.Encoding.UTF8.GetString(name));
                return name.SequenceEqual("runc"u8);
            },
            strangers);
        return ([.. table.Processes.Select(process => process.Pid)], names);
    }
}
