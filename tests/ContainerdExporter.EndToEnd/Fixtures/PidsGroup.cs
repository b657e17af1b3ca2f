namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>A cgroup of a node whose processes can be limited in number, in whichever version the machine has. It goes with the node's others.</summary>
public sealed class PidsGroup
{
    private const string Version1 = "/sys/fs/cgroup/pids";
    private const string Version2 = "/sys/fs/cgroup";

    private readonly TestNode node;
    private readonly string path;

    private PidsGroup(TestNode node, string path)
    {
        this.node = node;
        this.path = path;
    }

    private static bool IsVersion1 => Directory.Exists(Version1);

    public static PidsGroup Create(TestNode node, string name)
    {
        var directory = IsVersion1 ? Version1 : Version2;
        foreach (var part in $"{node.Cgroup}/{name}".Split('/'))
        {
            if (!IsVersion1)
            {
                File.WriteAllText(Path.Combine(directory, "cgroup.subtree_control"), "+pids");
            }

            directory = Path.Combine(directory, part);
            Directory.CreateDirectory(directory);
        }

        return new PidsGroup(node, directory);
    }

    /// <summary>Puts a running process with all its threads into the group.</summary>
    public Task AddAsync(NodeProcess process) => node.RunAsync("sh", "-c", $"echo {process.Pid} > {path}/cgroup.procs");

    /// <summary>No further process or thread than so many.</summary>
    public void Exhaust(int left = 0) => Limit($"{int.Parse(File.ReadAllText(Path.Combine(path, "pids.current"))) + left}");

    public void RemoveLimit() => Limit("max");

    private void Limit(string limit) => File.WriteAllText(Path.Combine(path, "pids.max"), limit);
}
