using System.Net;
using System.Net.Sockets;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.CommandLine;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_Always_ListsTheFlags()
    {
        var result = await RunAsync("--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(string.Empty, result.Error);
        Assert.All(["--web.listen-address", "--containerd.address", "--no-collector.disk"], flag => Assert.Contains(flag, result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_Always_IsPrinted()
    {
        var result = await RunAsync("--version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"\d+\.\d+\.\d+", result.Output);
    }

    [Theory]
    [InlineData("--no-such-flag", "--no-such-flag")]
    [InlineData("--containerd.probe-timeout=soon", "'soon'")]
    [InlineData("--collector.disk.timeout=0s", "'0s'")]
    [InlineData("--web.listen-address=10110", "'10110'")]
    [InlineData("--path.rootfs=host", "'host'")]
    public async Task Start_WithUnusableFlag_IsRefusedInOneLine(string flag, string named)
    {
        var result = await RunAsync(flag);

        AssertRefusal(result, named);
    }

    [Fact]
    public async Task Start_OnPortInUse_IsRefusedInOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = taken.LocalEndpoint.ToString()!;

        var result = await RunAsync($"--web.listen-address={address}");

        AssertRefusal(result, address);
    }

    private static async Task<CommandResult> RunAsync(string argument) => await Command.TryRunAsync(await PublishedExporter.PathAsync(), argument);

    private static void AssertRefusal(CommandResult result, string named)
    {
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(named, Assert.Single(result.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Equal(string.Empty, result.Output);
    }
}
