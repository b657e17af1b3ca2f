using System.Net.Sockets;
using ContainerdExporter.Containerd;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Containerd.Discovery;

/// <summary>Discovery over a fixture of the host's root and of its /proc.</summary>
public sealed class InstanceDiscoveryTests : IDisposable
{
    private const string UpstreamAddress = "/run/containerd/containerd.sock";
    private const string K3sAddress = "/run/k3s/containerd/containerd.sock";

    private readonly TemporaryDirectory directory = new();
    private readonly HostPaths host;

    public InstanceDiscoveryTests()
    {
        directory.Write("proc/uptime", "1000.00 1500.00\n");
        Directory.CreateDirectory(directory.At("host"));
        host = new HostPaths(directory.At("host"), directory.At("proc"));
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Find_NothingInstalled_IsEmpty() => Assert.Empty(await FindAsync());

    [Fact]
    public async Task Find_FlagOnly_IsExpectedToExist()
    {
        var instance = Assert.Single(await FindAsync("/run/own.sock"));
        Assert.Equal(("/run/own.sock", InstanceSource.Flag, Distribution.Other), (instance.Address, instance.Source, instance.Distribution));
    }

    [Fact]
    public async Task Find_ConfigOfAKnownLayout_TakesItsPathsFromTheFile()
    {
        WriteHost("/etc/containerd/config.toml", "root = \"/data\"\n[grpc]\naddress = \"/run/own.sock\"\n");
        var instance = Assert.Single(await FindAsync());
        Assert.Equal(("/run/own.sock", "/data", "/run/containerd", InstanceSource.Layout), (instance.Address, instance.Root, instance.State, instance.Source));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("relative.sock")]
    [InlineData("/run/")]
    [InlineData("/run/\\nx.sock")]
    public async Task Find_ConfigWithAnAddressThatIsNone_TakesTheLayouts(string address)
    {
        WriteHost("/etc/containerd/config.toml", $"[grpc]\naddress = \"{address}\"\n");
        Assert.Equal(UpstreamAddress, Assert.Single(await FindAsync()).Address);
    }

    [Fact]
    public async Task Find_RunningDaemonWithTheConfigsAddress_IsOneInstance()
    {
        WriteHost("/etc/containerd/config.toml", "[grpc]\naddress = \"/run/own.sock\"\n");
        Run(70);
        var instance = Assert.Single(await FindAsync());
        Assert.Equal(("/run/own.sock", InstanceSource.Process, 70), (instance.Address, instance.Source, instance.Daemon!.Process.Pid));
    }

    [Fact]
    public async Task Find_DirectoryAtTheSocketsPath_IsNoSignOfAnInstallation()
    {
        Directory.CreateDirectory(directory.At("host" + K3sAddress));
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task Find_DirectoryAtTheSocketOfAnInstalledContainerd_IsAnInstance()
    {
        Directory.CreateDirectory(directory.At("host" + UpstreamAddress));
        WriteHost("/var/lib/containerd/x", string.Empty);
        Assert.Equal(UpstreamAddress, Assert.Single(await FindAsync()).Address);
    }

    [Theory]
    [InlineData("/var/lib/rancher/k3s/agent/containerd/x", "K3s")]
    [InlineData("/var/lib/rancher/rke2/agent/containerd/x", "Rke2")]
    public async Task Find_SocketThatTwoDistributionsShare_IsThatOfTheOneInstalled(string file, string expected)
    {
        using var socket = Bind(K3sAddress);
        WriteHost(file, string.Empty);
        Assert.Equal(expected, Assert.Single(await FindAsync()).Distribution.ToString());
        Assert.Equal(expected, Assert.Single(await FindAsync(K3sAddress)).Distribution.ToString());
    }

    [Fact]
    public async Task Find_FlagsOverrideConfigAndDefaults()
    {
        WriteHost("/c.toml", "root = \"/from-config\"\nstate = \"/state\"\n");
        Run(70, "--config", "/c.toml", "--root", "/from-flag", "-a", "run/relative.sock");
        var instance = Assert.Single(await FindAsync());
        Assert.Equal(("/work/run/relative.sock", "/from-flag", "/state", "/c.toml"), (instance.Address, instance.Root, instance.State, instance.ConfigPath));
    }

    [Fact]
    public async Task Find_FlagNamesARunningDaemonInAnotherSpelling_IsOneInstanceInTheFlagsSpelling()
    {
        Run(70, "--address", "/run/docker/containerd/containerd.sock", "--root", "/r");
        var instance = Assert.Single(await FindAsync("/var/run/docker/containerd/containerd.sock"));
        Assert.Equal(("/var/run/docker/containerd/containerd.sock", "/r", InstanceSource.Flag), (instance.Address, instance.Root, instance.Source));
        Assert.Equal(70, instance.Daemon!.Process.Pid);
    }

    [Fact]
    public async Task Find_TwoDaemonsClaimOneSocket_OldestIsTheInstance()
    {
        Run(71, ticks: 200, arguments: ["--root", "/thief"]);
        Run(72, ticks: 100, arguments: ["--root", "/rightful"]);
        var instance = Assert.Single(await FindAsync());
        Assert.Equal("/rightful", instance.Root);
        Assert.Equal([72, 71], instance.Daemons.Select(daemon => daemon.Process.Pid));
        Assert.Null(instance.Daemon);
    }

    [Fact]
    public async Task Find_ChildBetweenForkAndExec_IsNoSecondDaemon()
    {
        Run(70);
        Run(71, ticks: 200, parent: 70);
        Assert.Equal(70, Assert.Single(await FindAsync()).Daemon!.Process.Pid);
    }

    [Theory]
    [InlineData("config", "dump")]
    [InlineData("--version")]
    [InlineData("--address", "/")]
    [InlineData("--address", "/run/")]
    [InlineData("--address", "/run/\u0007.sock")]
    [InlineData("--address", "/a23456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678")]
    public async Task Find_ProcessThatIsNoDaemon_IsNoInstance(params string[] arguments)
    {
        Run(70, arguments);
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task Find_ProcessOfAnotherUser_IsNoInstance()
    {
        Run(70, user: 1000);
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task Find_ProcessWithARootOfItsOwn_IsNotThisNodes()
    {
        Directory.CreateDirectory(directory.At("kind/run/containerd"));
        Run(70, root: directory.At("kind"));
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task Find_SameRootButAnotherDirectory_IsNotThisNodes()
    {
        // What a mount namespace does: the process has a directory that the node has not.
        Run(70, root: directory.At("host"));
        File.Delete(directory.At("proc/70/root"));
        Directory.CreateDirectory(directory.At("proc/70/root/run/containerd"));
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task Find_DaemonEnds_StaysAnInstanceWithItsPathsUntilItsFilesAreGone()
    {
        WriteHost("/data/x", string.Empty);
        Run(70, "--address", "/run/own.sock", "--root", "/data");
        var discovery = Discovery();
        await FindAsync(discovery);
        Directory.Delete(directory.At("proc/70"), recursive: true);

        var instance = Assert.Single(await FindAsync(discovery));
        Assert.Equal(("/run/own.sock", "/data"), (instance.Address, instance.Root));
        Assert.Empty(instance.Daemons);

        Directory.Delete(directory.At("host/data"), recursive: true);
        Assert.Empty(await FindAsync(discovery));
    }

    [Fact]
    public async Task Find_DaemonIsGivenAnotherSocket_OldOneIsForgotten()
    {
        WriteHost("/data/x", string.Empty);
        Run(70, "--address", "/run/old.sock", "--root", "/data");
        var discovery = Discovery();
        await FindAsync(discovery);
        Directory.Delete(directory.At("proc/70"), recursive: true);
        Run(71, "--address", "/run/new.sock", "--root", "/data");
        Assert.Equal("/run/new.sock", Assert.Single(await FindAsync(discovery)).Address);
    }

    [Fact]
    public async Task Find_ManySearchesAtOnce_NoneTakesAnotherForAHangingMount()
    {
        var discovery = Discovery();
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => FindAsync(discovery))));
        Assert.All(results, Assert.Empty);
    }

    [Fact]
    public async Task Find_ManyDaemons_IsBoundedAndKeepsTheKnownOnes()
    {
        for (var n = 0; n < 40; n++)
        {
            Run(100 + n, "--address", $"/a/{n}.sock", "--root", $"/a/{n}", "--config", "/a/c.toml");
        }

        WriteHost("/var/lib/containerd/x", string.Empty);
        var instances = await FindAsync("/run/flag.sock");
        Assert.Equal(16, instances.Count);
        Assert.Equal(["/run/flag.sock", UpstreamAddress], instances.Take(2).Select(instance => instance.Address));
    }

    [Fact]
    public async Task Find_RunningDaemon_KnowsItsUnitAndKeepsItWhenTheDaemonIsGone()
    {
        Run(70);
        directory.Write("proc/70/cgroup", "0::/system.slice/k3s-agent.service\n");
        WriteHost("/var/lib/containerd/x", string.Empty);
        var discovery = Discovery();
        Assert.Equal("k3s-agent", Assert.Single(await FindAsync(discovery)).Unit);
        Directory.Delete(directory.At("proc/70"), recursive: true);
        var gone = Assert.Single(await FindAsync(discovery));
        Assert.Equal(("k3s-agent", 0), (gone.Unit, gone.Daemons.Count));
    }

    [Theory]
    [InlineData(new[] { "k3s-agent" }, "k3s-agent")]
    [InlineData(new[] { "k3s", "k3s-agent" }, null)]
    [InlineData(new string[0], null)]
    public async Task Find_DeadK3s_KnowsTheUnitThatIsEnabled(string[] enabled, string? unit)
    {
        WriteHost("/var/lib/rancher/k3s/agent/containerd/x", string.Empty);
        foreach (var each in enabled)
        {
            WriteHost($"/etc/systemd/system/multi-user.target.wants/{each}.service", string.Empty);
        }

        Assert.Equal(unit, Assert.Single(await FindAsync()).Unit);
    }

    private InstanceDiscovery Discovery(params string[] flagged) =>
        new(host, new IsolatedCalls(TimeProvider.System), new DaemonPathsReader(host), flagged);

    private Task<IReadOnlyList<ContainerdInstance>> FindAsync(params string[] flagged) => FindAsync(Discovery(flagged));

    private Task<IReadOnlyList<ContainerdInstance>> FindAsync(InstanceDiscovery discovery) =>
        discovery.FindAsync(ProcessScanner.Scan(host, new BootClock(host, TimeProvider.System), ProcessNames.IsOfInterest));

    private void WriteHost(string path, string content) => directory.Write("host" + path, content);

    private Socket Bind(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(directory.At("host" + path))!);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(directory.At("host" + path)));
        return socket;
    }

    private void Run(int pid, params string[] arguments) => Run(pid, 100, arguments);

    private void Run(int pid, int ticks = 100, string[]? arguments = null, int parent = 1, int user = 0, string? root = null)
    {
        directory.Write($"proc/{pid}/comm", "containerd\n");
        directory.Write($"proc/{pid}/stat", $"{pid} (containerd) S {parent} 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 10 0 {ticks} 999 1 1\n");
        directory.Write($"proc/{pid}/cmdline", $"/usr/bin/containerd\0{string.Concat((arguments ?? []).Select(argument => argument + "\0"))}");
        directory.Write($"proc/{pid}/status", $"Name:\tcontainerd\nUid:\t{user}\t{user}\t{user}\t{user}\nNSpid:\t{pid}\nFDSize:\t64\n");
        File.CreateSymbolicLink(directory.At($"proc/{pid}/root"), root ?? directory.At("host"));
        File.CreateSymbolicLink(directory.At($"proc/{pid}/cwd"), "/work");
    }
}
