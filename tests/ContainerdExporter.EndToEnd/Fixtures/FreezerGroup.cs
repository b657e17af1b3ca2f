namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>A cgroup of a node whose processes can be frozen, in whichever version the machine has. It goes with the node's others.</summary>
public sealed class FreezerGroup
{
    private const string Version1 = "/sys/fs/cgroup/freezer";
    private const string Version2 = "/sys/fs/cgroup";

    private readonly TestNode node;
    private readonly string path;

    private FreezerGroup(TestNode node, string path)
    {
        this.node = node;
        this.path = path;
    }

    private static bool IsVersion1 => Directory.Exists(Version1);

    public static FreezerGroup Create(TestNode node, string name) =>
        new(node, Directory.CreateDirectory(Path.Combine(IsVersion1 ? Version1 : Version2, node.Cgroup, name)).FullName);

    /// <summary>Puts a running process into the group.</summary>
    /// <param name="pid">As the node counts.</param>
    public Task AddAsync(int pid) => node.RunAsync("sh", "-c", $"echo {pid} > {path}/cgroup.procs");

    public void Freeze() => Write(IsVersion1 ? "FROZEN" : "1");

    public void Thaw() => Write(IsVersion1 ? "THAWED" : "0");

    private void Write(string word) => File.WriteAllText(Path.Combine(path, IsVersion1 ? "freezer.state" : "cgroup.freeze"), word);
}
