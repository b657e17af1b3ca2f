using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Canary;

/// <summary>A node whose exporter runs a canary each second, with a daemon that finds its programs in a folder where they can be broken.</summary>
public sealed class CanaryNode : IAsyncDisposable
{
    public const string Space = "containerd-exporter-canary";
    public const string Programs = "/opt/programs";
    public const string Runc = Programs + "/runc";
    public const string Shim = Programs + "/containerd-shim-runc-v2";

    /// <summary>Long enough for a busy machine, short enough to wait for it.</summary>
    private static readonly string[] Flags = ["--collector.canary", "--canary.interval=1s", "--canary.timeout=3s", "--containerd.probe-timeout=1s", "--runtime.tasks-interval=1s", "--collector.canary.timeout=5s"];

    /// <summary>Two canaries that come to nothing, the sweep before them, and the scrape that tells.</summary>
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(30);

    private readonly string? line;

    private CanaryNode(TestNode node, string? line)
    {
        Node = node;
        this.line = line;
    }

    public TestNode Node { get; }

    /// <param name="line">A release line; null for the machine's own containerd.</param>
    /// <param name="mountRoot">Makes the disk for containerd's root.</param>
    /// <param name="config">containerd's configuration.</param>
    public static async Task<CanaryNode> StartAsync(string? line, Func<TestNode, Task>? mountRoot = null, string config = ContainerdDaemon.PlainConfig)
    {
        var node = await TestNode.CreateAsync();
        try
        {
            var created = new CanaryNode(node, line);
            await (mountRoot ?? DataDisk.MountMemoryAsync)(node);
            node.Write(ContainerdDaemon.ConfigPath, config);
            node.Containerd.Line = line;
            node.Containerd.SearchPath = Programs;
            await node.RunAsync("mkdir", "-p", Programs);
            await node.RunAsync("mount", "-t", "tmpfs", "tmpfs", Programs);
            await created.InstallAsync();
            await node.Containerd.StartAsync();
            return created;
        }
        catch (Exception)
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public Task StartExporterAsync(params IEnumerable<string> flags) => Node.Exporter.StartAsync([.. Flags, .. flags]);

    /// <summary>The real programs.</summary>
    public async Task InstallAsync()
    {
        await BrokenPrograms.InstallAsync(Node, Runc);
        await Node.RunAsync("install", "-D", Path.Combine(line is null ? "/usr/bin" : ContainerdReleases.ProgramsOf(line), "containerd-shim-runc-v2"), Shim);
    }

    /// <summary>A runc that lets one of its commands wait, so that something can happen in the middle.</summary>
    public async Task InstallSlowAsync(string command)
    {
        await Node.RunAsync("rm", Runc);
        Node.Write(Runc, $"#!/bin/sh\ncase \" $* \" in *' {command} '*) /bin/sleep 2;; esac\nexec /usr/sbin/runc \"$@\"\n");
        await Node.RunAsync("chmod", "755", Runc);
    }

    /// <summary>From now on: a canary that begins later must succeed.</summary>
    public async Task IsGreenAsync(string handler = "runc")
    {
        var since = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        var name = $$"""containerd_canary_last_success_timestamp_seconds{address="{{ContainerdDaemon.Address}}",handler="{{handler}}"}""";
        await Eventually.HoldsAsync("a canary succeeds", SeenWithin, async () => (await Node.Exporter.ScrapeAsync()).Samples.GetValueOrDefault(name) > since, Report);
        Assert.True((await Node.Exporter.ScrapeAsync()).Has(Expected.Parse($$"""containerd_canary_success{handler="{{handler}}"} 1""")));
    }

    /// <summary>The metric, and the finding with the failed stage and containerd's words for it.</summary>
    public async Task IsRedAsync(string stage, params string[] words)
    {
        var red = Expected.Parse("""containerd_canary_success{handler="runc"} 0""");
        await Eventually.HoldsAsync("the canary fails", SeenWithin, async () => (await Node.Exporter.ScrapeAsync()).Has(red), Report);
        var findings = await Node.Exporter.GetTextAsync("api/v1/findings");
        Assert.Contains("ContainerdCannotRunContainers", findings, StringComparison.Ordinal);
        Assert.Contains($"\"{stage}\"", findings, StringComparison.Ordinal);
        Assert.True(words.Any(each => findings.Contains(each, StringComparison.OrdinalIgnoreCase)), $"none of '{string.Join("', '", words)}' in {findings}");
    }

    /// <summary>Breaks something, and repairs it.</summary>
    public async Task TellsAsync(Func<Task> inject, Func<Task> repair, string stage, params string[] words)
    {
        await inject();
        await IsRedAsync(stage, words);
        await repair();
        await IsGreenAsync();
    }

    /// <summary>The canaries that containerd knows of.</summary>
    public async Task<IReadOnlyList<string>> CanariesAsync() => Lines(await Node.Containerd.CtrAsync("--namespace", Space, "containers", "list", "--quiet"));

    /// <summary>
    /// A canary in the middle of its life: its process has been made, and a slow runc lets it wait for its start. Whoever dies a moment earlier, while
    /// containerd starts the shim, may leave a shim that containerd does not know.
    /// </summary>
    public Task HasStartingCanaryAsync() => Eventually.HoldsAsync("a canary waits for its start", SeenWithin, async () =>
    {
        await Node.Exporter.ScrapeAsync();
        return (await Node.TryRunAsync("pgrep", "--full", $"^/bin/sh {Runc} .*start canary-")).ExitCode == 0;
    }, Report);

    /// <summary>What is left when none runs: nothing, but the two empty directories that containerd makes for a namespace and keeps.</summary>
    public Task LeavesNothingAsync() => Eventually.HoldsAsync("nothing is left of the canaries", SeenWithin, async () => (await LeftAsync()).Count == 0, () => $"left:\n{string.Join('\n', LeftAsync().Result)}\n{Report()}");

    public async ValueTask DisposeAsync()
    {
        await Node.Exporter.EndAllAsync();
        await Node.DisposeAsync();
    }

    private async Task<IReadOnlyList<string>> LeftAsync()
    {
        var spaces = Lines(await Node.Containerd.CtrAsync("namespaces", "list", "--quiet")).Where(space => space == Space);
        var files = await Node.TryRunAsync("find", $"/run/containerd/io.containerd.runtime.v2.task/{Space}", $"{ContainerdDaemon.Root}/io.containerd.runtime.v2.task/{Space}", "-mindepth", "1");
        var shims = await Node.TryRunAsync("pgrep", "--list-full", "--full", $"containerd-shim.*{Space}");
        var mounts = await File.ReadAllLinesAsync(Node.PathOf("/proc/1/mountinfo"));
        return [.. spaces, .. Lines(files.Output), .. Lines(shims.Output), .. mounts.Where(mount => mount.Contains(Space, StringComparison.Ordinal))];
    }

    private string Report() => $"{Node.Exporter.Log}\n== containerd\n{string.Join('\n', Node.Containerd.Log.Split('\n').Where(each => each.Contains("canary-", StringComparison.Ordinal) || each.Contains("level=error", StringComparison.Ordinal)).TakeLast(30))}";

    private static IReadOnlyList<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
