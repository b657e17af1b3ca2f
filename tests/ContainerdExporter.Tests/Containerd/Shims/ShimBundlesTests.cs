using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Containerd.Shims;

public sealed class ShimBundlesTests : IDisposable
{
    private const string Tasks = "run/containerd/io.containerd.runtime.v2.task";

    private readonly TemporaryDirectory root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void Read_BundlesOfAllVersions_AreListedWithTheirSockets()
    {
        root.Write($"{Tasks}/k8s.io/one/address", "unix:///run/containerd/s/1");
        root.Write($"{Tasks}/k8s.io/two/bootstrap.json", """{"version":3,"address":"unix:///run/containerd/s/2","protocol":"ttrpc"}""");
        root.Write($"{Tasks}/default/three/config.json", "{}");
        root.Write($"{Tasks}/default/.hidden/address", "unix:///run/containerd/s/4");
        root.Write($"{Tasks}/file", "not a directory");
        root.Write("run/containerd/io.containerd.sandbox.controller.v1.shim/k8s.io/pod/bootstrap.json", """{"address":"vsock://3:1024"}""");

        Assert.Equal(
            [
                new ShimBundle("default", "three", null),
                new ShimBundle("k8s.io", "one", "/run/containerd/s/1"),
                new ShimBundle("k8s.io", "pod", null),
                new ShimBundle("k8s.io", "two", "/run/containerd/s/2"),
            ],
            ShimBundles.Read(new HostPaths(root.Path), "/run/containerd").OrderBy(bundle => (bundle.Namespace, bundle.Id)));
    }

    [Fact]
    public void Read_NoState_IsEmpty() => Assert.Empty(ShimBundles.Read(new HostPaths(root.Path), "/run/containerd"));

    [Theory]
    [InlineData("unix:///a/b\n", "/a/b")]
    [InlineData("unix://@abstract", null)]
    [InlineData("vsock://3:1024", null)]
    [InlineData("/a/b", null)]
    [InlineData(null, null)]
    public void ParseAddress_OnlyPaths_AreTaken(string? address, string? path) => Assert.Equal(path, ShimBundles.ParseAddress(address));

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"address":5}""")]
    [InlineData(null)]
    public void ParseBootstrap_Damaged_IsNull(string? json) => Assert.Null(ShimBundles.ParseBootstrap(json));
}
