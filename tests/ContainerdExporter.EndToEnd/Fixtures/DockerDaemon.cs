using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>Debian's dockerd as the node's unit <c>docker</c>, with a containerd that it starts and manages by itself.</summary>
public sealed class DockerDaemon(TestNode node)
{
    public const string PidFile = "/run/docker/containerd/containerd.pid";

    private const string Unit = "docker";
    private const string Root = "/var/lib/docker";

    /// <summary>It would use the node's own containerd if it saw it. The network is the node's: there is nothing to bridge.</summary>
    private const string OnItsOwn = "mount -t tmpfs tmpfs /run/containerd && exec \"$@\" --bridge=none --iptables=false --ip6tables=false";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private string[] command = [];

    /// <summary>Starts it for the first time, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var tools = await ProgramHelp.FolderAsync();
        command = ["unshare", "--mount", "sh", "-c", OnItsOwn, Unit, Path.Combine(tools, "dockerd")];
        await node.RunAsync("mkdir", "-p", Root);
        await node.RunAsync("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", Root);
        await LaunchAsync();
        await Eventually.HoldsAsync("dockerd answers", StartLimit, async () => (await TryAsync("version")).ExitCode == 0, () => File.ReadAllText(node.PathOf(NodeProcess.LogOf(Unit))));
    }

    /// <summary>Starts it, and does not wait for anything.</summary>
    public async Task LaunchAsync() => node.Units.Define(Unit, await node.StartAsync(Unit, command), command);

    /// <summary>As the OOM killer does it: dockerd and its containerd are gone, and have cleared nothing away.</summary>
    public Task KillAsync() => node.RunAsync("sh", "-c", $"kill -KILL {node.Units.MainPid(Unit)} $(cat {PidFile})");

    /// <summary>The client's answer.</summary>
    public async Task<CommandResult> TryAsync(params string[] arguments) =>
        await node.TryRunAsync([Path.Combine(await ProgramHelp.FolderAsync(), "docker"), .. arguments]);
}
