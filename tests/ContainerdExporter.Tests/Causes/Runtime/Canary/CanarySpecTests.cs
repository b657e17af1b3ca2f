using System.Text.Json;
using ContainerdExporter.Causes.Runtime.Canary;
using ContainerdExporter.Containerd.Handlers;

namespace ContainerdExporter.Tests.Causes.Runtime.Canary;

public sealed class CanarySpecTests
{
    [Fact]
    public void Write_Always_GivesTheProcessNothingItCouldUse()
    {
        var spec = Parse(RuntimeHandler.BuiltIn);

        var process = spec.GetProperty("process");
        Assert.Equal(["/exit"], process.GetProperty("args").EnumerateArray().Select(word => word.GetString()));
        Assert.True(process.GetProperty("noNewPrivileges").GetBoolean());
        Assert.Empty(process.GetProperty("capabilities").EnumerateObject());
        Assert.NotEqual(0, process.GetProperty("user").GetProperty("uid").GetInt32());
        Assert.True(spec.GetProperty("root").GetProperty("readonly").GetBoolean());
        Assert.Equal(
            ["ipc", "mount", "network", "pid", "uts"],
            spec.GetProperty("linux").GetProperty("namespaces").EnumerateArray().Select(each => each.GetProperty("type").GetString()).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(spec.GetProperty("linux").GetProperty("namespaces").EnumerateArray(), each => each.TryGetProperty("path", out _));
        Assert.All(spec.GetProperty("mounts").EnumerateArray(), mount => Assert.Contains(mount.GetProperty("source").GetString(), new[] { "proc", "tmpfs" }));
        Assert.False(spec.GetProperty("linux").GetProperty("resources").GetProperty("devices")[0].GetProperty("allow").GetBoolean());
    }

    [Theory]
    [InlineData(true, "io.containerd.runc.v2", true)]
    [InlineData(false, "io.containerd.runc.v2", false)]
    [InlineData(true, "io.containerd.kata.v2", false)] // What else is in that cgroup is the shim's to know.
    public void Write_LimitOfProcesses_IsForRuncWhereTheKernelHasIt(bool kernelHasIt, string type, bool isLimited) =>
        Assert.Equal(isLimited, Parse(RuntimeHandler.BuiltIn with { Type = type }, kernelHasIt).GetProperty("linux").GetProperty("resources").TryGetProperty("pids", out _));

    [Theory]
    [InlineData(false, "/containerd-exporter-canary-1")]
    [InlineData(true, "system.slice:containerd-exporter:canary-1")]
    public void Write_Cgroup_IsAsTheHandlersDriverNamesIt(bool usesSystemd, string path) => Assert.Equal(
        path,
        Parse(RuntimeHandler.BuiltIn with { Options = HandlerOptions.None with { UsesSystemd = usesSystemd } }).GetProperty("linux").GetProperty("cgroupsPath").GetString());

    private static JsonElement Parse(RuntimeHandler handler, bool limitsProcesses = true) =>
        JsonDocument.Parse(CanarySpec.Write("canary-1", handler, limitsProcesses)).RootElement;
}
