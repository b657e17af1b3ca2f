using System.Net;
using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.DaemonLog;

/// <summary>Faults of the database and of the disk below it.</summary>
public sealed partial class StorageFaultTests
{
    /// <summary>More than a daemon needs, and less than the database of <see cref="LargeDatabase"/>.</summary>
    private const string AddressSpace = "12000000000";

    private const string LargeDatabase = "20G";

    [Theory]
    [InlineData(ContainerdRelease.Installed)]
    [InlineData(ContainerdRelease.Newest)]
    public async Task Start_WithDatabaseThatCannotBeOpened_IsCounted(string release)
    {
        await using var node = await DaemonLogNode.StartAsync(release);
        await node.RestartWithAsync(ContainerdDaemon.PodConfig, () => node.Node.RunAsync("truncate", $"--size={LargeDatabase}", ContainerdDaemon.MetadataPath), "prlimit", $"--as={AddressSpace}", "--");
        node.ExpectPlugins("out_of_memory", NoMemory());
        await node.AssertAsync("after the start with a database that does not fit into memory");

        await node.RestartWithAsync("version = 2\n[timeouts]\n\"io.containerd.timeout.bolt.open\" = \"1s\"\n", LockAsync);
        node.ExpectPlugins("database_locked", Timeout());
        await node.AssertAsync("after it gave up waiting for a database that another holds");

        await node.EndDaemonAsync();
        node.Node.Write(ContainerdDaemon.ConfigPath, ContainerdDaemon.PodConfig);
        node.Mark();
        await node.Containerd.LaunchAsync();
        await Eventually.HoldsAsync("containerd says that it waits", TimeSpan.FromSeconds(30), () => node.HasSaid("waiting for response from boltdb open"), () => node.Containerd.Log);
        node.Expect("database_locked");
        await node.AssertAsync("while it waits for a database that another holds");
        await node.Node.RunAsync("pkill", "-KILL", "--full", "^sleep 4242$");
        await Eventually.HoldsAsync("containerd goes on", TimeSpan.FromSeconds(20), () => node.HasSaid("successfully booted"), () => node.Containerd.Log);

        await node.RestartWithAsync(ContainerdDaemon.PodConfig, () => node.Node.RunAsync("dd", "if=/dev/urandom", $"of={ContainerdDaemon.MetadataPath}", "bs=4096", "count=64", "status=none"));
        node.ExpectPlugins("database_invalid", Invalid());
        await node.AssertAsync("after the start with random bytes as its database");

        async Task LockAsync()
        {
            await node.Node.StartAsync("lock", "flock", ContainerdDaemon.MetadataPath, "sleep", "4242");
            await Eventually.HoldsAsync("the database is locked", TimeSpan.FromSeconds(10), async () => (await node.Node.TryRunAsync("pgrep", "--full", "^sleep 4242$")).ExitCode == 0);
        }
    }

    [Fact]
    public async Task Start_WithHalfADatabase_WhileTheExporterIsDown_IsCountedAndShown()
    {
        await using var node = await DaemonLogNode.StartAsync();
        await node.Node.Exporter.Process.EndAsync("KILL");
        await node.RestartWithAsync(ContainerdDaemon.PlainConfig, () => node.Node.RunAsync("truncate", "--size=9000", ContainerdDaemon.MetadataPath));
        await node.StartExporterAsync();
        node.Expect("database_panic");
        await node.AssertAsync("after the start with half of a database, while the exporter was down");
        Assert.Contains((await Findings.OfAsync(node.Node)).All, finding => finding is { Alert: "ContainerdPanicked", Cause: "liveness", Severity: "warning" });
        Assert.Matches("containerd&#x27;s log, [0-9: -]+Z|containerd's log, [0-9: -]+Z", WebUtility.HtmlDecode(await node.Node.Exporter.GetTextAsync("runbooks/ContainerdPanicked")));
        Assert.Matches("(panic|fatal error): ", WebUtility.HtmlDecode(await node.Node.Exporter.GetTextAsync("runbooks/ContainerdDown")));
    }

    [Fact]
    public async Task Start_OnFullDisk_IsCounted()
    {
        await using var node = await DaemonLogNode.StartAsync();
        await node.RestartWithAsync(ContainerdDaemon.PlainConfig, () => node.Node.RunAsync("mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", ContainerdDaemon.Root));
        node.ExpectPlugins("no_space", NoSpace());
        await node.AssertAsync("after the start on a full disk");
    }

    /// <summary>A thin volume without anything behind it: each write fails, and the kernel gives up on the file system.</summary>
    [Fact]
    public async Task Disk_ThatFails_IsCounted()
    {
        await using var node = await DaemonLogNode.StartAsync(mountRoot: DataDisk.MountThinDiskAsync);
        await DataDisk.ExhaustPoolAsync(node.Node);
        node.Mark();
        await DaemonLogNode.RefusedAsync(() => node.Cri.RunPodAsync("unwritten"));
        node.Expect("io_error", node.Count("read-only file system"));
        await node.AssertAsync("after a pod on a disk that fails");
        Assert.Equal(1, node.Count("RunPodSandbox ", "read-only file system"));

        await node.RestartWithAsync(ContainerdDaemon.PodConfig);
        Assert.True(node.Containerd.Process.HasEnded, node.Containerd.Log);
        node.Expect("io_error");
        await node.AssertAsync("after a start on a disk that fails");
    }

    [GeneratedRegex("cannot allocate memory")]
    private static partial Regex NoMemory();

    [GeneratedRegex("error=timeout( |$)|: timeout\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Timeout();

    [GeneratedRegex("invalid database")]
    private static partial Regex Invalid();

    [GeneratedRegex("no space left on device")]
    private static partial Regex NoSpace();
}
