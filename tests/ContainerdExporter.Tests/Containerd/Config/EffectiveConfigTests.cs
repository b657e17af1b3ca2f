using ContainerdExporter.ConfigCorpus;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Tests.Containerd.Config;

/// <summary>Imports, merge and migration, release by release.</summary>
public sealed class EffectiveConfigTests
{
    private const string Cri = "[plugins.\"io.containerd.grpc.v1.cri\"]\n";

    [Fact]
    public void Of_LaterFile_WinsAndKeepsItsPlace()
    {
        var config = Load("2.1.9", "imports = [\"10.toml\"]\nroot = \"/a\"\n", "root = \"/b\"\n");

        Assert.Equal("/b", config.Root.Child("root")!.Text);
        Assert.Equal(new ConfigPosition("/etc/containerd/10.toml", 1, 8, 4), config.Root.Child("root")!.At);
    }

    [Theory]
    [InlineData("1.7.24", null)]
    [InlineData("2.1.9", "main")]
    public void Of_SectionInTwoFiles_ReplacedIn1xAndMergedIn2x(string release, string? sandboxImage)
    {
        var config = Load(release, $"version = 2\nimports = [\"10.toml\"]\n{Cri}sandbox_image = \"main\"\n", $"version = 2\n{Cri}enable_selinux = true\n");

        var found = release[0] == '1' ? config.Find(PluginIds.Cri, "sandbox_image") : config.Find(PluginIds.CriImages, "pinned_images", "sandbox");
        Assert.Equal(sandboxImage, found?.Text);
    }

    [Theory]
    [InlineData("1.7.24", 3)]
    [InlineData("2.1.9", 2)]
    public void Of_ListsInTwoFiles_Grow(string release, int count)
    {
        var config = Load(release, "imports = [\"10.toml\"]\ndisabled_plugins = [\"a\", \"b\"]\n", "disabled_plugins = [\"a\"]\n");

        Assert.Equal(count, config.Root.Child("disabled_plugins")!.Items.Count);
    }

    [Fact]
    public void Of_Version2On2x_SplitsTheCriSection()
    {
        var config = Load("2.1.9", $"version = 2\n{Cri}sandbox_image = \"x\"\nenable_selinux = true\nstream_server_port = \"1\"\n");

        Assert.Equal("x", config.Find(PluginIds.CriImages, "pinned_images", "sandbox")!.Text);
        Assert.True(config.Find(PluginIds.CriRuntime, "enable_selinux")!.IsTrue);
        Assert.Equal("1", config.Find(PluginIds.Cri, "stream_server_port")!.Text);
        Assert.Null(config.Find(PluginIds.Cri, "sandbox_image"));
    }

    [Theory]
    [InlineData("2.1.9", false)]
    [InlineData("2.3.4", true)]
    public void Of_NoVersionOn2x_OnlyRenamedBefore23(string release, bool isMigrated)
    {
        var config = Load(release, "[plugins.cri]\nenable_selinux = true\n");

        Assert.Equal(isMigrated, config.Find(PluginIds.CriRuntime, "enable_selinux") is not null);
    }

    [Fact]
    public void Of_Version3On23_MovesTheServersTables()
    {
        var config = Load("2.3.4", "version = 3\n[grpc]\naddress = \"/run/x.sock\"\n[metrics]\naddress = \":1\"\n");

        Assert.Equal("/run/x.sock", config.Find(PluginIds.ServerGrpc, "address")!.Text);
        Assert.Equal(":1", config.Find(PluginIds.ServerMetrics, "address")!.Text);
    }

    [Fact]
    public void Load_ImportsOfImports_BreadthFirstAndOnce()
    {
        var node = new FakeNode()
            .Add("/etc/containerd/config.toml", "imports = [\"a.toml\", \"b.toml\"]\n")
            .Add("/etc/containerd/a.toml", "imports = [\"c.toml\", \"config.toml\"]\n")
            .Add("/etc/containerd/b.toml", "imports = [\"a.toml\"]\n")
            .Add("/etc/containerd/c.toml", string.Empty);

        var loaded = ConfigLoader.Load(node, "/etc/containerd/config.toml", ContainerdRelease.Newest);

        Assert.Equal(["config.toml", "a.toml", "b.toml", "c.toml"], loaded.Files.Select(file => Path.GetFileName(file.Path)));
    }

    private static EffectiveConfig Load(string release, string main, string? dropIn = null)
    {
        var node = new FakeNode().Add(CorpusCase.ConfigPath, main);
        if (dropIn is not null)
        {
            node.Add("/etc/containerd/10.toml", dropIn);
        }

        var parsed = ContainerdRelease.Parse(release)!.Value;
        return EffectiveConfig.Of(ConfigLoader.Load(node, CorpusCase.ConfigPath, parsed), parsed);
    }
}
