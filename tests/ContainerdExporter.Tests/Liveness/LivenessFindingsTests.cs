using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Liveness;
using static ContainerdExporter.Tests.Liveness.LivenessSamples;

namespace ContainerdExporter.Tests.Liveness;

public sealed class LivenessFindingsTests
{
    [Fact]
    public void Of_Healthy_FindsNothing() => Assert.Empty(Judge(Healthy));

    [Theory]
    [InlineData("Connect", "Refused", "ContainerdDown")]
    [InlineData("Connect", "Absent", "ContainerdDown")]
    [InlineData("Connect", "NotSocket", "ContainerdDown")]
    [InlineData("Connect", "Timeout", "ContainerdHung")]
    [InlineData("Version", "Timeout", "ContainerdHung")]
    [InlineData("Version", "NotGrpc", "ContainerdDown")]
    [InlineData("Plugins", "Timeout", "ContainerdCoreServicesFailed")]
    [InlineData("Namespaces", "Error", "ContainerdCoreServicesFailed")]
    [InlineData("Images", "NotLoaded", "ContainerdCoreServicesFailed")]
    [InlineData("Cri", "Timeout", "ContainerdCriFailed")]
    public void Of_LadderThatEnds_NamesTheRightAlert(string stage, string outcome, string alert) =>
        Assert.Equal(alert, Assert.Single(Judge(EndsAt(Enum.Parse<ProbeStage>(stage), Enum.Parse<ProbeOutcome>(outcome)))).Alert);

    [Fact]
    public void Of_NoPermission_AccusesNobody() => Assert.Empty(Judge(EndsAt(ProbeStage.Connect, ProbeOutcome.Denied)));

    [Theory]
    [InlineData("Refused", 0)]
    [InlineData("Timeout", 1)]
    public void Of_StartingDaemon_ExcusesASilentSocketButNoHang(string outcome, int findings) =>
        Assert.Equal(findings, Judge(EndsAt(ProbeStage.Connect, Enum.Parse<ProbeOutcome>(outcome)) with { IsStarting = true }).Count);

    [Fact]
    public void Of_ZombieDaemon_NamesTheFailedPluginsWithTheirErrors()
    {
        var finding = Assert.Single(Judge(WithPlugins(Bolt with { Error = "invalid database" }, Cri with { Error = "no metadata" })));
        Assert.Equal("ContainerdCoreServicesFailed", finding.Alert);
        Assert.Equal([new Evidence("io.containerd.metadata.v1.bolt", "invalid database")], finding.Evidence);
    }

    [Theory]
    [InlineData("io.containerd.snapshotter.v1", "devmapper", "devmapper not configured")]
    [InlineData("io.containerd.snapshotter.v1", "zfs", "path must be a zfs filesystem: skip plugin")]
    [InlineData("io.containerd.tracing.processor.v1", "otlp", "no OpenTelemetry endpoint")]
    public void Of_PluginThatNobodyNeeds_FindsNothing(string type, string id, string error) =>
        Assert.Empty(Judge(WithPlugins(Bolt, Cri, new PluginStatus(type, id, error))));

    [Fact]
    public void Of_CriSwitchedOff_FindsNothing() => Assert.Empty(Judge(WithCri(ProbeOutcome.NotLoaded), kubelet: true));

    [Theory]
    [InlineData(true, "Critical")]
    [InlineData(false, "Warning")]
    public void Of_CriPluginFailed_WeighsByWhetherAKubeletNeedsIt(bool kubelet, string severity)
    {
        var finding = Assert.Single(Judge(WithCri(ProbeOutcome.NotLoaded, Cri with { Error = "failed to find snapshotter" }), kubelet));
        Assert.Equal("ContainerdCriFailed", finding.Alert);
        Assert.Equal(severity, finding.Severity.ToString());
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Of_NetworkNotReady_MattersOnlyToAKubelet(bool kubelet, int findings)
    {
        var sample = Healthy with
        {
            Probe = Healthy.Probe with { CriConditions = [new CriCondition("NetworkReady", false, "NetworkPluginNotReady", "cni plugin not initialized")] },
        };
        Assert.Equal(findings, Judge(sample, kubelet).Count);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    public void Of_Restarts_JudgesTheRecentOnes(int recent, int findings) =>
        Assert.Equal(findings, Judge(Healthy with { Restarts = 100, RecentRestarts = recent }).Count);

    private static List<Finding> Judge(InstanceLiveness sample, bool kubelet = false) =>
        [.. LivenessFindings.Of(new LivenessSample([sample], kubelet))];
}
