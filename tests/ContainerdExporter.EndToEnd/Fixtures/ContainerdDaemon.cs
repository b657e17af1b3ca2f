namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>The node's containerd, at the paths of the upstream packages.</summary>
public sealed class ContainerdDaemon(TestNode node)
{
    public const string Address = "/run/containerd/containerd.sock";
    public const string Root = "/var/lib/containerd";
    public const string ConfigPath = "/etc/containerd/config.toml";
    public const string RegistriesPath = "/etc/containerd/certs.d";
    public const string MetadataPath = Root + "/io.containerd.metadata.v1.bolt/meta.db";
    public const string OverlayMetadataPath = Root + "/io.containerd.snapshotter.v1.overlayfs/metadata.db";
    public const string SnapshotsPath = Root + "/io.containerd.snapshotter.v1.overlayfs/snapshots";
    public const string ContentPath = Root + "/io.containerd.content.v1.content";

    /// <summary>What an administrator without wishes has.</summary>
    public const string PlainConfig = "version = 2\n";

    /// <summary>With what pods need here: an image that is there, processes that need not be spared, and registries as they are written down.</summary>
    public const string PodConfig = $"""
        version = 2
        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "{BusyboxImage.Reference}"
          restrict_oom_score_adj = true
        [plugins."io.containerd.grpc.v1.cri".registry]
          config_path = "{RegistriesPath}"

        """;

    private const string Unit = "containerd";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private NodeProcess? process;

    /// <summary>A release line of <see cref="ContainerdReleases"/>; null for the machine's own containerd.</summary>
    public string? Line { get; set; }

    /// <summary>Where it looks for shims and OCI runtimes, instead of where the tests do.</summary>
    public string? SearchPath { get; set; }

    public NodeProcess Process => process ?? throw new InvalidOperationException("containerd was never started");

    public string Log => process?.Log ?? "(never started)";

    /// <summary>Where a blob lies.</summary>
    public static string BlobPath(string digest) => $"{ContentPath}/blobs/sha256/{digest["sha256:".Length..].Trim()}";

    /// <summary>Puts a release line in the place of the machine's own containerd: for an operator of the node there is no other.</summary>
    public async Task InstallAsync(string line)
    {
        foreach (var program in Directory.GetFiles(ContainerdReleases.ProgramsOf(line)))
        {
            await node.RunAsync("mount", "--bind", program, $"/usr/bin/{Path.GetFileName(program)}");
        }
    }

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync()
    {
        await LaunchAsync();
        await Eventually.HoldsAsync("containerd answers", StartLimit, async () => (await TryCtrAsync("version")).ExitCode == 0, () => Log);
    }

    /// <summary>Starts it with its root in memory, without wishes of an administrator, and with the one image.</summary>
    public async Task StartPlainAsync()
    {
        await DataDisk.MountMemoryAsync(node);
        node.Write(ConfigPath, PlainConfig);
        await StartAsync();
        await ImportImageAsync();
    }

    /// <summary>Starts it as the shipped unit does (OOMScoreAdjust=-999), and does not wait for anything.</summary>
    /// <param name="launcher">A program that starts it, with its own arguments.</param>
    public async Task LaunchAsync(params string[] launcher)
    {
        string[] protect = Machine.CanProtectFromOom ? ["/usr/bin/choom", "--adjust=-999", "--"] : [];
        string[] path = (SearchPath, Line) switch
        {
            ({ } own, _) => ["env", $"PATH={own}"],
            (null, { } line) => ["env", $"PATH={ContainerdReleases.ProgramsOf(line)}:{Environment.GetEnvironmentVariable("PATH")}"],
            _ => [],
        };
        string[] command = [.. path, .. protect, .. launcher, ProgramOf("containerd")];
        process = await node.StartAsync(Unit, command);
        node.Units.Define(Unit, process, command);
    }

    /// <summary>From now on it is the process that the node's unit has: an operator may have restarted it.</summary>
    public void Rejoin() => process = NodeProcess.Of(node, Unit, node.Units.MainPid(Unit));

    /// <summary>An orderly end, as <c>systemctl stop</c> makes it: its containers go on.</summary>
    public Task StopAsync() => Process.EndAsync();

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public Task<string> CtrAsync(params string[] arguments) => node.RunAsync([ProgramOf("ctr"), "--timeout=20s", .. arguments]);

    public Task ImportImageAsync() => CtrAsync("images", "import", BusyboxImage.ArchivePath);

    /// <summary>Where CRI looks for images.</summary>
    public Task ImportImageForPodsAsync() => CtrAsync("--namespace", "k8s.io", "images", "import", BusyboxImage.ArchivePath);

    /// <summary>Starts a container that stays.</summary>
    public Task RunContainerAsync(string id) =>
        CtrAsync("run", "--detach", "--cgroup", $"{node.Cgroup}/{id}", BusyboxImage.Reference, id, "sleep", "86400");

    /// <summary>Creates a container, runs it to its end, and deletes it.</summary>
    public Task RunToEndAsync(string id) =>
        CtrAsync("run", "--rm", "--cgroup", $"{node.Cgroup}/{id}", BusyboxImage.Reference, id, "true");

    public async Task RemoveContainerAsync(string id)
    {
        await CtrAsync("task", "delete", "--force", id);
        await CtrAsync("container", "delete", id);
    }

    /// <summary>The process that manages a container.</summary>
    public async Task<int> ShimOfAsync(string id) => int.Parse(await node.RunAsync("pgrep", "--full", $"^[^ ]*containerd-shim-runc-v2 .*-id {id}( |$)"));

    private Task<CommandResult> TryCtrAsync(params string[] arguments) => node.TryRunAsync([ProgramOf("ctr"), "--timeout=2s", .. arguments]);

    private string ProgramOf(string name) => Path.Combine(Line is null ? "/usr/bin" : ContainerdReleases.ProgramsOf(Line), name);
}
