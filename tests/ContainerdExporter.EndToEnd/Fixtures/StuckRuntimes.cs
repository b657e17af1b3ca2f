namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>OCI runtime processes of a node that do not end, one of each kind and each with a command of its own.</summary>
public sealed class StuckRuntimes(TestNode node)
{
    private const string Folder = "/run/node/stuck";

    /// <summary>A parent stays in the kernel (state D) until the child that it made with vfork(2) runs a program or ends.</summary>
    private const string BlockedSource = """
        #define _GNU_SOURCE
        #include <sys/prctl.h>
        #include <unistd.h>
        int main(void) { if (vfork() == 0) { prctl(PR_SET_NAME, "holder"); for (;;) pause(); } return 0; }
        """;

    private readonly FreezerGroup group = FreezerGroup.Create(node, "stuck");
    private NodeProcess? blocked;
    private NodeProcess? stopped;
    private NodeProcess? frozen;

    /// <summary>What <see cref="StopAsync"/> started.</summary>
    public int StoppedPid => stopped!.Pid;

    /// <summary>What <see cref="FreezeAsync"/> started.</summary>
    public int FrozenPid => frozen!.Pid;

    /// <summary><c>runc start</c> in uninterruptible sleep.</summary>
    public async Task BlockAsync()
    {
        node.Write($"{Folder}/runc.c", BlockedSource);
        await node.RunAsync("gcc", "-o", $"{Folder}/runc", $"{Folder}/runc.c");
        blocked = await node.StartAsync("blocked", $"{Folder}/runc", "start", "blocked");
    }

    /// <summary>A real <c>runc create</c> that a signal has stopped.</summary>
    public async Task StopAsync()
    {
        stopped = await StartRuncAsync("create", "stopped");
        await stopped.SignalAsync("STOP");
    }

    /// <summary>A real <c>runc run</c> in a frozen cgroup.</summary>
    public async Task FreezeAsync()
    {
        frozen = await StartRuncAsync("run", "frozen");
        await group.AddAsync(frozen.Pid);
        group.Freeze();
    }

    /// <summary><c>runc state</c> that has ended, below a shim that does not collect it.</summary>
    public async Task AbandonAsync()
    {
        node.Write($"{Folder}/shim/state", "read line <end\n");
        await node.RunAsync("cp", "/bin/sh", $"{Folder}/shim/containerd-shim-runc-v2");
        await node.RunAsync("cp", "/bin/sh", $"{Folder}/shim/runc");
        await node.RunAsync("mkfifo", $"{Folder}/shim/end", $"{Folder}/shim/collect");
        await node.StartAsync("shim", $"{Folder}/shim/containerd-shim-runc-v2", "-c", $"cd {Folder}/shim; ./runc state & read line <collect; wait");
        var alive = Expected.Parse("""containerd_runtime_processes{runtime="runc",command="state"} 1""");
        await Eventually.HoldsAsync("runc state is seen", TimeSpan.FromSeconds(20), async () => (await node.Exporter.ScrapeAsync()).Has(alive));
        await node.RunAsync("sh", "-c", $"echo >{Folder}/shim/end");
    }

    /// <summary>Takes the reason away from those that no signal reaches; the stopped and the frozen one are ended by others.</summary>
    public async Task ReleaseAsync()
    {
        await node.RunAsync("pkill", "-KILL", "--parent", $"{blocked!.Pid}");
        Assert.True(stopped!.HasEnded && frozen!.HasEnded, "what could be ended has not been");
        await node.RunAsync("sh", "-c", $"echo >{Folder}/shim/collect");
    }

    /// <summary>It opens its configuration, and nobody ever writes one.</summary>
    private async Task<NodeProcess> StartRuncAsync(string command, string id)
    {
        await node.RunAsync("mkdir", "-p", $"{Folder}/{id}");
        await node.RunAsync("mkfifo", $"{Folder}/{id}/config.json");
        var runc = await node.StartAsync(id, "runc", "--root", $"{Folder}/state", command, "--bundle", $"{Folder}/{id}", id);
        await Eventually.HoldsAsync(
            $"runc {command} runs",
            TimeSpan.FromSeconds(10),
            () => File.ReadAllText(node.PathOf($"/proc/{runc.Pid}/comm")) == "runc\n");
        return runc;
    }
}
