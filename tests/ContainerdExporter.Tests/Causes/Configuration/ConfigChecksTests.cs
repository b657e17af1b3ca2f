using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.ConfigCorpus;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Tests.Causes.Configuration;

public sealed class ConfigChecksTests
{
    private readonly ConfigChecks checks = new();
    private readonly FakeNode node = new FakeNode()
        .Add(CorpusCase.ConfigPath, "version = 2\nimports = [\"/etc/containerd/conf.d/*.toml\"]\n")
        .Add("/etc/containerd/conf.d/10.toml", "version = 2\n");

    [Fact]
    public void Check_NothingChanged_ReadsNothingAgain()
    {
        var first = Check();
        var reads = node.Reads;

        Assert.Same(first, Check());
        Assert.Equal(reads, node.Reads);
    }

    [Fact]
    public void Check_DropInAdded_SeesIt()
    {
        Assert.Equal(ConfigVerdict.Fine, Check().Report.Verdict);

        node.Add("/etc/containerd/conf.d/20.toml", "[broken\n");
        Assert.Equal(ConfigVerdict.Fatal, Check().Report.Verdict);

        node.Remove("/etc/containerd/conf.d/20.toml");
        Assert.Equal(ConfigVerdict.Fine, Check().Report.Verdict);
    }

    [Fact]
    public void Check_FileRewrittenAlike_HasTheSameFingerprint()
    {
        var first = Check();
        node.Add("/etc/containerd/conf.d/10.toml", "version = 2\n");

        Assert.NotSame(first, Check());
        Assert.Equal(first.Contents, Check().Contents);
    }

    [Fact]
    public void Check_KubeletAppears_IsJudgedAnew()
    {
        node.Add(CorpusCase.ConfigPath, "disabled_plugins = [\"cri\"]\n");

        Assert.Equal(ConfigVerdict.Fine, Check().Report.Verdict);
        Assert.Equal(ConfigVerdict.Degraded, Check(new NodeFacts { KubeletRuns = true }).Report.Verdict);
    }

    private CheckedConfig Check(NodeFacts? facts = null) =>
        checks.Check(node, CorpusCase.ConfigPath, new ContainerdRelease(1, 7, 24), facts ?? new NodeFacts(), DaemonFlags.None);
}
