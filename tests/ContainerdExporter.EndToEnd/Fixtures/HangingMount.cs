namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>A mount on which every call hangs: a FUSE file system whose server never reads a request. It hangs until its server ends.</summary>
public sealed class HangingMount
{
    private readonly TestNode node;
    private readonly NodeProcess server;
    private readonly string path;

    private HangingMount(TestNode node, NodeProcess server, string path)
    {
        this.node = node;
        this.server = server;
        this.path = path;
    }

    /// <summary>The kernel's number of it: the minor one of its device.</summary>
    public string Connection => Line!.Split(' ')[2].Split(':')[1];

    private string? Line => File.ReadLines(node.PathOf("/proc/1/mountinfo")).FirstOrDefault(line => line.Contains($" {path} rw,relatime - fuse silent ", StringComparison.Ordinal));

    public static async Task<HangingMount> MountAsync(TestNode node, string path)
    {
        const string Serve = "exec 3<>/dev/fuse && mount -i -n -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0 silent \"$0\" && exec sleep 86400";
        var mount = new HangingMount(node, await node.StartAsync("silent-mount", "sh", "-c", Serve, path), path);
        await Eventually.HoldsAsync($"a silent mount is on {path}", TimeSpan.FromSeconds(10), () => mount.Line is not null);
        return mount;
    }

    /// <summary>Ends the server, so that the hanging calls fail, and takes the dead mount away as soon as those who made them have let go.</summary>
    public async Task RemoveAsync()
    {
        await server.EndAsync("KILL");
        var last = string.Empty;
        await Eventually.HoldsAsync($"{path} is unmounted", TimeSpan.FromSeconds(10), async () =>
        {
            var result = await node.TryRunAsync("umount", path);
            last = result.Error;
            return result.ExitCode == 0;
        }, () => last);
    }
}
