using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.ConfigCorpus;

namespace ContainerdExporter.Tests.Causes.Configuration;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("  password = \"hunter2\"", "  password = ********")]
    [InlineData("auth=\"aHVudGVyMg==\"", "auth= ********")]
    [InlineData("a = { password = \"hunter2\" }", "a = ********")]
    [InlineData("\"identitytoken\" = \"hunter2\"", "\"identitytoken\" = ********")]
    [InlineData("endpoint = [\"https://u:hunter2@r.example\"]", "endpoint = ********")]
    [InlineData("hunter2\"]", "********")]
    [InlineData("# password = \"hunter2\"", "# password = ********")]
    [InlineData("    \"API_KEY=hunter2\",", "********")]
    [InlineData("    'API_KEY=hunter2, 5]", "********")]
    [InlineData("\"a \\\" = b\".env = [\"API_KEY=hunter2\"]", "\"a \\\" = b\".env = ********")]
    public void Show_Secret_LeavesTheKey(string line, string expected) => Assert.Equal(expected, SecretText.Show(line, 1));

    [Fact]
    public void Show_HeaderOfARegistry_IsMasked() =>
        Assert.Equal("Authorization = ********", SecretText.Show("[a.registry.headers]\nAuthorization = [\"Bearer hunter2\"]\n", 2));

    [Theory]
    [InlineData("root = \"/var/lib/containerd\"")]
    [InlineData("[plugins.\"io.containerd.grpc.v1.cri\"]")]
    [InlineData("\"a=b\" = 'c'")]
    public void Show_NoSecret_IsTheLine(string line) => Assert.Equal(line, SecretText.Show(line, 1));

    [Fact]
    public void Reports_OfTheWholeCorpus_NeverShowAPassword()
    {
        var node = new FakeNode().Add(CorpusCase.ConfigPath, """
            version = 2
            [plugins."io.containerd.grpc.v1.cri".registry.configs."r.example".auth]
            password = ["hunter2"]
            auth = 5 # hunter2
            tokenn = "hunter2"
            [plugins."io.containerd.grpc.v1.cri".registry.auths."https://u:hunter2@ r"]
            username = "hunter2"
            """);
        foreach (var release in CorpusCase.Releases.Values)
        {
            var report = ConfigLinter.Check(CorpusCase.ConfigPath, release, node, new NodeFacts(), DaemonFlags.None);
            Assert.NotEmpty(report.Problems);
            Assert.DoesNotContain("hunter2", new ConfigCheckText(colour: false).Render(report), StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", ConfigCheckJson.Write([report]), StringComparison.Ordinal);
        }
    }
}
