using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.ConfigCorpus;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Hosting;

namespace ContainerdExporter.Tests.Causes.Configuration;

public sealed class ConfigCheckTextTests
{
    [Fact]
    public void Render_Problem_IsPlaceLineCaretEffectAndFix() =>
        Assert.Equal(
            """
            /etc/containerd/config.toml:3:8: fatal: this must be an integer, not a string [type]
                3 | 	uid = "0"
                  | 	      ^~~
              = containerd 1.7.24 would not start
              = fix: Remove the quotes.

            /etc/containerd/config.toml: containerd 1.7.24 would not start (1 fatal)

            """,
            new ConfigCheckText(colour: false).Render(Check("version = 2\n[grpc]\n\tuid = \"0\"\n")));

    [Fact]
    public void Render_NoProblem_SaysThatItStarts() =>
        Assert.Equal("/etc/containerd/config.toml: containerd 1.7.24 would start\n", new ConfigCheckText(colour: false).Render(Check("version = 2\n")));

    [Fact]
    public void Render_WithoutColour_HasNoEscape() =>
        Assert.DoesNotContain('\e', new ConfigCheckText(colour: false).Render(Check("x = \"\\u001b[31m\"\ny = \"\e[31m\"\n")));

    [Theory]
    [InlineData("version = 2\n", 0)]
    [InlineData("version = 2\nrooot = 1\n", 1)]
    [InlineData("version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".containerd]\nsnapshotter = \"x\"\n", 2)]
    [InlineData("version = \n", 2)]
    public void ExitCode_OfAVerdict_IsTheContracts(string text, int expected) =>
        Assert.Equal(expected, ConfigCommand.ExitCode([Check(text)]));

    [Fact]
    public void ExitCode_NothingJudged_Is3() => Assert.Equal(3, ConfigCommand.ExitCode([]));

    private static ConfigReport Check(string text) => ConfigLinter.Check(
        CorpusCase.ConfigPath, new ContainerdRelease(1, 7, 24), new FakeNode().Add(CorpusCase.ConfigPath, text), new NodeFacts(), DaemonFlags.None);
}
