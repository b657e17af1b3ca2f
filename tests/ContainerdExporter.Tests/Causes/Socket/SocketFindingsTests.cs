using ContainerdExporter.Causes.Socket;
using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Tests.Causes.Socket;

public sealed class SocketFindingsTests
{
    private const string Address = "/run/containerd/containerd.sock";

    [Theory]
    [InlineData("Refused", "ContainerdSocketStale")]
    [InlineData("NotSocket", "ContainerdSocketBlocked")]
    [InlineData("NotGrpc", "ContainerdSocketBlocked")]
    public void Of_BrokenSocket_IsCritical(string state, string alert)
    {
        var finding = Assert.Single(Of(Enum.Parse<SocketState>(state)));
        Assert.Equal((Cause.Socket, Severity.Critical, alert, Address), (finding.Cause, finding.Severity, finding.Alert, finding.Address));
    }

    [Theory]
    [InlineData("Serving")]
    [InlineData("Starting")]
    [InlineData("Hung")]
    [InlineData("Absent")]
    public void Of_StateOfAnotherCauseOrNone_IsSilent(string state) => Assert.Empty(Of(Enum.Parse<SocketState>(state)));

    [Fact]
    public void Of_Denied_IsTheExportersTrouble()
    {
        var finding = Assert.Single(Of(SocketState.Denied));
        Assert.Equal((Cause.Exporter, CollectorFindings.Alert), (finding.Cause, finding.Alert));
        Assert.Contains("run it as root", finding.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NoVerdict_IsTheExportersTroubleWithTheReason()
    {
        var finding = Assert.Single(Of(null));
        Assert.Equal(Cause.Exporter, finding.Cause);
        Assert.Contains(new Evidence("connect", "the kernel's words"), finding.Evidence);
    }

    [Fact]
    public void Of_MountOfTheFileAlone_SaysWhatToMount() =>
        Assert.Contains("mount its directory", Assert.Single(Of(null, look: Look() with { IsMountPoint = true })).Summary, StringComparison.Ordinal);

    [Fact]
    public void Of_Stolen_NamesBothProcesses()
    {
        var look = Look(new Claimant(7, TimeSpan.FromDays(3), Listens: true), new Claimant(8, TimeSpan.FromSeconds(5), false)) with { PeerPid = 8, PeerName = "containerd", Listeners = 2 };
        var finding = Assert.Single(Of(SocketState.Serving, isForeign: true, look));
        Assert.Equal((Cause.Socket, Severity.Critical, "ContainerdSocketForeign"), (finding.Cause, finding.Severity, finding.Alert));
        Assert.Contains(new Evidence("served by process", "8 (containerd)"), finding.Evidence);
        Assert.Contains(new Evidence("containerd process", "7, started 72 h ago, listens on a socket that the path does not lead to"), finding.Evidence);
        Assert.Contains(new Evidence("containerd process", "8, started 5 s ago, serves the path"), finding.Evidence);
        Assert.Contains(new Evidence("listening sockets bound to the path", "2"), finding.Evidence);
    }

    [Fact]
    public void Of_DaemonWaitsBehindAStaleSocket_SaysThatItRuns()
    {
        var finding = Assert.Single(Of(SocketState.Refused, look: Look(new Claimant(7, TimeSpan.FromMinutes(5), Listens: false))));
        Assert.StartsWith("containerd runs", finding.Summary, StringComparison.Ordinal);
        Assert.Contains(finding.Evidence, evidence => evidence.Value.Contains("waiting for the lock", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_ForeignPid_SaysWhetherItWasUsedAgain()
    {
        var written = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var finding = Assert.Single(OfFile(PidFileState.Foreign, written, started: written.AddHours(1)));
        Assert.Equal((Cause.Socket, Severity.Warning, "ContainerdPidFileStale"), (finding.Cause, finding.Severity, finding.Alert));
        Assert.Contains(new Evidence("process", "4711 (nginx)"), finding.Evidence);
        Assert.Contains(new Evidence("written", "2024-01-02 03:04:05Z"), finding.Evidence);
        Assert.Contains(finding.Evidence, evidence => evidence.Value.Contains("used again", StringComparison.Ordinal));

        finding = Assert.Single(OfFile(PidFileState.Foreign, written, started: written.AddHours(-1)));
        Assert.DoesNotContain(finding.Evidence, evidence => evidence.Value.Contains("used again", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Live")]
    [InlineData("Stale")]
    [InlineData("Absent")]
    [InlineData("Unreadable")]
    public void Of_OtherPidFiles_AreSilent(string state) =>
        Assert.Empty(OfFile(Enum.Parse<PidFileState>(state), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));

    [Fact]
    public void Of_ShimSockets_AreAFindingOnlyWhenTheyCannotBeCounted()
    {
        Assert.Empty(SocketFindings.Of(new SocketSample([], [], [new ShimSocketCount(Address, 1, 500)])));
        Assert.Equal(Cause.Exporter, Assert.Single(SocketFindings.Of(new SocketSample([], [], [ShimSocketCount.Unknown(Address, "x")]))).Cause);
    }

    private static List<Finding> Of(SocketState? state, bool? isForeign = false, SocketLook? look = null) =>
        [.. SocketFindings.Of(new SocketSample([new InstanceSocket(Address, state, isForeign, look ?? Look())], [], []))];

    private static List<Finding> OfFile(PidFileState state, DateTimeOffset written, DateTimeOffset started)
    {
        var place = new PidFilePlace("/run/c.pid", Instances.Docker, PidFileOrigin.Docker);
        var file = new PidFileSample(place, state, new PidFileContent(Exists: true, 4711, written, null), new NamedProcess("nginx", started));
        return [.. SocketFindings.Of(new SocketSample([], [file], []))];
    }

    private static SocketLook Look(params Claimant[] claimants) =>
        new(new StageResult(ProbeStage.Connect, ProbeOutcome.Error, TimeSpan.Zero, "the kernel's words"), null, null, null, claimants, 0, IsMountPoint: false);
}
