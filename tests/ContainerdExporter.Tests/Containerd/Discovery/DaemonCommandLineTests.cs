using ContainerdExporter.Containerd.Discovery;
using CsCheck;

namespace ContainerdExporter.Tests.Containerd.Discovery;

public sealed class DaemonCommandLineTests
{
    [Theory]
    [InlineData("containerd|", null, null, null, null)]
    [InlineData("containerd|--address|/a|--config|/c|--root|/r|--state|/s|", "/a", "/c", "/r", "/s")]
    [InlineData("containerd|-a|/a|-c|/c|", "/a", "/c", null, null)]
    [InlineData("containerd|-address=/a|--root=/r=x|", "/a", null, "/r=x", null)]
    [InlineData("/usr/bin/containerd|--log-level|debug|-a|/a|", "/a", null, null, null)]
    [InlineData("containerd|-l=info|--state|/s|", null, null, null, "/s")]
    [InlineData("containerd|--config|/var/run/docker/containerd/containerd.toml|", null, "/var/run/docker/containerd/containerd.toml", null, null)]
    [InlineData("containerd|--address|/a|--address|/b|", "/b", null, null, null)]
    [InlineData("containerd|--address||--root|/r|", null, null, "/r", null)]
    [InlineData("containerd|--address=|", null, null, null, null)]
    [InlineData("containerd|--address", null, null, null, null)]
    [InlineData("containerd|--address|with space|", "with space", null, null, null)]
    [InlineData("containerd|--unknown|--root|/r|", null, null, "/r", null)]
    [InlineData("", null, null, null, null)]
    public void Parse_Daemon_GivesItsPaths(string words, string? address, string? config, string? root, string? state) =>
        Assert.Equal(new DaemonCommandLine(address, config, root, state), Parse(words));

    [Theory]
    [InlineData("containerd|config|dump|")]
    [InlineData("containerd|-c|/c|config|dump|")]
    [InlineData("containerd|--address|/a|publish|--topic|/tasks/exit|")]
    [InlineData("containerd|oci-hook|")]
    [InlineData("containerd|--version|")]
    [InlineData("containerd|-v|")]
    [InlineData("containerd|--help|")]
    [InlineData("containerd|-|")]
    [InlineData("containerd|--|serve|")]
    public void Parse_NoDaemon_IsNull(string words) => Assert.Null(Parse(words));

    [Fact]
    public void Parse_AnyText_NeverThrows() => Gen.String.Sample(text => _ = DaemonCommandLine.Parse(text));

    private static DaemonCommandLine? Parse(string words) => DaemonCommandLine.Parse(words.Replace('|', '\0'));
}
