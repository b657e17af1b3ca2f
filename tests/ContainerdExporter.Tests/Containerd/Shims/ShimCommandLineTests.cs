using ContainerdExporter.Containerd.Shims;

namespace ContainerdExporter.Tests.Containerd.Shims;

public sealed class ShimCommandLineTests
{
    [Theory]
    [InlineData("/usr/bin/containerd-shim-runc-v2 -namespace k8s.io -id abc -address /run/c.sock")]
    [InlineData("containerd-shim-kata-v2 --address=/run/c.sock --publish-binary /usr/bin/containerd --id abc --namespace=k8s.io -debug")]
    [InlineData("shim -debug -namespace k8s.io -id abc -socket /s -address /run/c.sock")]
    public void Parse_ServingShim_IsUnderstood(string line) =>
        Assert.Equal(new ShimCommandLine("/run/c.sock", "k8s.io", "abc"), ShimCommandLine.Parse(line.Split(' ')));

    [Theory]
    [InlineData("containerd-shim-runc-v2 -namespace k8s.io -address /run/c.sock -publish-binary /b -id abc start")]
    [InlineData("containerd-shim-runc-v2 -namespace k8s.io -address /run/c.sock -id abc -bundle /b delete")]
    [InlineData("containerd-shim -namespace moby -workdir /w")]
    [InlineData("containerd-shim -v")]
    [InlineData("containerd-shim -id")]
    [InlineData("")]
    public void Parse_HelperOrAnotherProgram_IsNoShim(string line) => Assert.Null(ShimCommandLine.Parse(line.Split(' ')));
}
