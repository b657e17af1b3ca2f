using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.ConfigCorpus;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Causes.Configuration;

public sealed class PendingRestartsTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private readonly PendingRestarts restarts = new();

    [Fact]
    public void IsPending_ChangedAfterTheStart_UntilItIsPutBack()
    {
        Assert.False(restarts.IsPending(Running(1), Config("a", Start.AddHours(-1))));
        Assert.True(restarts.IsPending(Running(1), Config("b", Start.AddHours(1))));
        Assert.False(restarts.IsPending(Running(1), Config("a", Start.AddHours(2))));
    }

    [Fact]
    public void IsPending_OlderFileMovedIntoPlace_IsSeen()
    {
        Assert.False(restarts.IsPending(Running(1), Config("a", Start.AddHours(-1))));
        Assert.True(restarts.IsPending(Running(1), Config("b", Start.AddHours(-2))));
    }

    [Fact]
    public void IsPending_Restarted_IsOver()
    {
        Assert.False(restarts.IsPending(Running(1), Config("a", Start.AddHours(-1))));
        Assert.True(restarts.IsPending(Running(1), Config("b", Start.AddHours(1))));
        Assert.False(restarts.IsPending(Running(2, Start.AddHours(2)), Config("b", Start.AddHours(1))));
    }

    [Fact]
    public void IsPending_FirstSeenAfterTheChange_TheTimesTell()
    {
        Assert.True(restarts.IsPending(Running(1), Config("b", Start.AddHours(1))));
        Assert.True(restarts.IsPending(Running(1), Config("b", Start.AddHours(1))));
    }

    [Fact]
    public void IsPending_WrittenInTheSecondOfTheStart_IsNot() =>
        Assert.False(restarts.IsPending(Running(1), Config("a", Start.AddSeconds(1))));

    [Fact]
    public void IsPending_NoFileAtAll_IsNot() => Assert.False(restarts.IsPending(Running(1), Config("", modified: null)));

    [Fact]
    public void IsPending_NoDaemon_IsUnknown() =>
        Assert.Null(restarts.IsPending(Running(1) with { Daemons = [] }, Config("a", Start)));

    private static ContainerdInstance Running(int pid, DateTimeOffset? start = null) => new(
        "/run/containerd/containerd.sock",
        Distribution.Upstream,
        InstanceSource.Process,
        "/var/lib/containerd",
        "/run/containerd",
        CorpusCase.ConfigPath,
        [new DaemonProcess(new ProcessEntry(pid, "containerd", 'S', 1, (ulong)pid), start ?? Start)]);

    private static CheckedConfig Config(string fingerprint, DateTimeOffset? modified) => new(
        ConfigLinter.Check(CorpusCase.ConfigPath, ContainerdRelease.Newest, new FakeNode(), new NodeFacts(), DaemonFlags.None), modified, fingerprint);
}
