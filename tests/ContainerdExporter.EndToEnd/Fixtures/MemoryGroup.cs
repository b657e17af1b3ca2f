namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>A cgroup of a node with a memory limit, in whichever version has the machine's memory controller. It goes with the node's others.</summary>
public sealed class MemoryGroup
{
    private const string Version1 = "/sys/fs/cgroup/memory";
    private const string Version2 = "/sys/fs/cgroup";

    private readonly TestNode node;
    private readonly string path;

    private MemoryGroup(TestNode node, string path)
    {
        this.node = node;
        this.path = path;
    }

    private static bool IsVersion1 => Directory.Exists(Version1);

    public static MemoryGroup Create(TestNode node, string name, long limit)
    {
        var root = IsVersion1 ? Version1 : Version2;
        var directory = root;
        foreach (var part in $"{node.Cgroup}/{name}".Split('/'))
        {
            if (!IsVersion1)
            {
                File.WriteAllText(Path.Combine(directory, "cgroup.subtree_control"), "+memory");
            }

            directory = Path.Combine(directory, part);
            Directory.CreateDirectory(directory);
        }

        var group = new MemoryGroup(node, directory);
        group.SetLimit(limit);
        return group;
    }

    public void SetLimit(long limit) =>
        File.WriteAllText(Path.Combine(path, IsVersion1 ? "memory.limit_in_bytes" : "memory.max"), $"{limit}");

    public void RemoveLimit() =>
        File.WriteAllText(Path.Combine(path, IsVersion1 ? "memory.limit_in_bytes" : "memory.max"), IsVersion1 ? "-1" : "max");

    /// <summary>Puts a running process into the group.</summary>
    public Task AddAsync(NodeProcess process) => node.RunAsync("sh", "-c", $"echo {process.Pid} > {path}/cgroup.procs");

    /// <summary>Starts a program that stays in the group.</summary>
    public Task<NodeProcess> StartAsync(string name, string script) =>
        node.StartAsync(name, "sh", "-c", $"echo $$ > {path}/cgroup.procs; {script}");

    /// <summary>A process of this name asks for all the memory there is, and the kernel kills it.</summary>
    public async Task KillAsync(string name)
    {
        var program = $"/run/node/{name}";
        await node.RunAsync("cp", "--update", "/usr/bin/tail", program);
        var result = await node.TryRunAsync("sh", "-c", $"echo $$ > {path}/cgroup.procs; exec {program} /dev/zero");
        Assert.Equal(128 + 9, result.ExitCode);
    }
}
