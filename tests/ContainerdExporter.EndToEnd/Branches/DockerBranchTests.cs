using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Branches;

/// <summary>A node with Docker, whose dockerd manages a containerd of its own.</summary>
public sealed class DockerBranchTests
{
    /// <summary>Both were killed, and the containerd's PID is another process's: dockerd waits for it.</summary>
    [Fact]
    public async Task PidFile_OfAReusedPid_IsMovedAside()
    {
        await using var sick = await SickNode.StartAsync("ContainerdPidFileStale");
        var node = sick.Node;
        var docker = new DockerDaemon(node);
        await docker.StartAsync();
        await sick.FallAsync(
            async () =>
            {
                await docker.KillAsync();
                var other = await node.StartAsync("other", "sleep", "86400");
                node.Write(DockerDaemon.PidFile, $"{other.Pid}");
                await docker.LaunchAsync();
            },
            new Promise("Bad: another name", "^sleep$"));

        await sick.HealAsync(() => sick.FixAsync(1), new Promise("Expect `containerd`", @"^containerd\nCONTAINER ID +IMAGE "));
        Assert.NotEmpty(await node.RunAsync("cat", $"{DockerDaemon.PidFile}.foreign"));
    }

    [Fact]
    public async Task Images_ThatNoContainerUses_AreRemoved()
    {
        await using var node = await HealthyNode.StartAsync();
        var docker = new DockerDaemon(node);
        await docker.StartAsync();
        foreach (var (alert, number) in new[] { ("ContainerdDiskFull", 5), ("ContainerdDiskFillingUp", 1), ("ContainerdInodesFillingUp", 1) })
        {
            Assert.Equal(0, (await docker.TryAsync("import", BusyboxImage.ArchivePath, "localhost/unused:1")).ExitCode);
            await using var reader = await RunbookReader.OpenAsync(node, alert);
            await reader.TypeAsync("docker() { yes | command docker \"$@\"; }"); // It asks first.

            var printed = await reader.FixAsync(number);

            Assert.Matches("(?m)^untagged: localhost/unused:1$", printed);
            Assert.Matches("(?m)^Total reclaimed space: [1-9]", printed);
            Assert.Empty((await docker.TryAsync("images", "--quiet")).Output);
        }
    }
}
