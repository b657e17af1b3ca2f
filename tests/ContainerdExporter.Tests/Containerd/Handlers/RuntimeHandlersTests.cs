using ContainerdExporter.Containerd.Handlers;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Containerd.Handlers;

public sealed class RuntimeHandlersTests : IDisposable
{
    private const string V1 = "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".containerd]\n";
    private const string V2 = "version = 3\n[plugins.\"io.containerd.cri.v1.runtime\".containerd]\n";

    private readonly TemporaryDirectory root = new();
    private readonly HandlerReader reader;

    public RuntimeHandlersTests() => reader = new HandlerReader(new HostPaths(root.Path));

    public void Dispose() => root.Dispose();

    [Fact]
    public void Read_NoFile_IsTheBuiltIn() => Assert.Equal([RuntimeHandler.BuiltIn], reader.Read("/config.toml", "1.7.24"));

    [Theory]
    [InlineData("version = 2\ndisabled_plugins = [\"cri\"]\n[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.x]\nruntime_type = \"io.containerd.x.v1\"\n")]
    [InlineData("version = 2\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n")]
    public void Read_WithoutCri_IsTheBuiltIn(string text) => Assert.Equal(["runc"], Names(text, "1.7.24"));

    [Fact]
    public void Read_HandlersOfV1_ReplaceTheBuiltIn() => Assert.Equal(
        [new RuntimeHandler("nvidia", "io.containerd.runc.v2", null, "/usr/bin/nvidia-container-runtime", IsDefault: true), new RuntimeHandler("kata", "io.containerd.kata.v2", "/opt/kata/shim", null, IsDefault: false)],
        Read(
            V1 + "default_runtime_name = \"nvidia\"\n"
            + "[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.kata]\nruntime_type = \"io.containerd.kata.v2\"\nruntime_path = \"/opt/kata/shim\"\n"
            + "[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.nvidia]\nruntime_type = \"io.containerd.runc.v2\"\n"
            + "[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.nvidia.options]\nBinaryName = \"/usr/bin/nvidia-container-runtime\"\n",
            "1.7.24"));

    [Fact]
    public void Read_Options_AreWhatTheShimIsTold() => Assert.Equal(
        new HandlerOptions(UsesSystemd: true, IsWithoutPivotRoot: true, IsWithoutKeyring: false, Root: "/run/own", TypeUrl: string.Empty, ConfigPath: "/etc/kata.toml"),
        Assert.Single(Read(
            V1 + "[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.runc]\nruntime_type = \"io.containerd.runc.v2\"\n"
            + "[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.runc.options]\nSystemdCgroup = true\nNoPivotRoot = true\nRoot = \"/run/own\"\nConfigPath = \"/etc/kata.toml\"\n",
            "1.7.24")!).Options);

    [Fact]
    public void Read_HandlersOfV2_AddToTheBuiltIn() => Assert.Equal(
        ["runc", "kata"],
        Names(V2 + "[plugins.\"io.containerd.cri.v1.runtime\".containerd.runtimes.kata]\nruntime_type = \"io.containerd.kata.v2\"\n", "2.1.9"));

    [Fact]
    public void Read_OldFileOnV2_IsMigrated() => Assert.Equal(
        "/opt/runc",
        Assert.Single(Read(
            V1 + "[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.runc]\nruntime_type = \"io.containerd.runc.v2\"\n"
            + "[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.runc.options]\nBinaryName = \"/opt/runc\"\n",
            "2.1.9")!).BinaryName);

    [Fact]
    public void Read_HandlerWithoutType_IsLeftToTheConfigurationsRules() =>
        Assert.Empty(Names(V1 + "[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.runc]\n", "1.7.24"));

    [Fact]
    public void Read_VersionNotTold_IsGuessedByTheFile() => Assert.Equal(
        ["runc", "kata"],
        Names(V2 + "[plugins.\"io.containerd.cri.v1.runtime\".containerd.runtimes.kata]\nruntime_type = \"io.containerd.kata.v2\"\n", version: null));

    [Fact]
    public void Read_NoToml_IsNotKnown() => Assert.Null(Read("version = \n", "1.7.24"));

    [Fact]
    public void Read_ChangedFile_IsReadAgain()
    {
        Assert.Equal(["runc"], Names("version = 2\n", "1.7.24"));
        Assert.Equal(["a"], Names(V1 + "[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.a]\nruntime_type = \"io.containerd.runc.v2\"\n", "1.7.24"));
    }

    [Theory]
    [InlineData("io.containerd.runc.v2", null, "containerd-shim-runc-v2", "runc")]
    [InlineData("io.containerd.runc.v2", "/x/shim", "/x/shim", "runc")]
    [InlineData("io.containerd.runsc.v1", null, "containerd-shim-runsc-v1", null)]
    [InlineData("/opt/shim", null, "/opt/shim", null)]
    [InlineData("nonsense", null, null, null)]
    public void Shim_Type_NamesThePrograms(string type, string? path, string? shim, string? runtime)
    {
        var handler = new RuntimeHandler("a", type, path, null, IsDefault: true);

        Assert.Equal((shim, runtime), (handler.Shim, handler.OciRuntime));
    }

    private IReadOnlyList<RuntimeHandler>? Read(string text, string? version)
    {
        root.Write("config.toml", text);
        return reader.Read("/config.toml", version);
    }

    private IEnumerable<string> Names(string text, string? version) => Read(text, version)!.Select(handler => handler.Name);
}
