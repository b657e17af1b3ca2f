namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>
/// A simulated node: a real containerd with runc at the usual paths, and the published exporter on the usual port, in mount, process
/// and network namespaces of their own. Everything that a test does to it ends with it.
/// </summary>
public sealed class TestNode : IAsyncDisposable
{
    private static int count;

    private readonly NodeNamespaces namespaces;
    private readonly string folder;

    private TestNode(NodeNamespaces namespaces, string name, string folder, (string Own, string Machine) addresses)
    {
        this.namespaces = namespaces;
        this.folder = folder;
        Name = name;
        Instance = $"{addresses.Own}:10110";
        MachineAddress = addresses.Machine;
        Containerd = new ContainerdDaemon(this);
        Exporter = new Exporter(this);
        Units = new NodeUnits(this);
        Cgroup = $"containerd-exporter-tests/{name}";
    }

    public string Name { get; }

    /// <summary>The exporter's address and port: the <c>instance</c> label.</summary>
    public string Instance { get; }

    /// <summary>The machine's address in the node's network.</summary>
    public string MachineAddress { get; }

    /// <summary>The parent of its containers' cgroups. Cgroups are the one thing that a node shares with the machine.</summary>
    public string Cgroup { get; }

    public ContainerdDaemon Containerd { get; }

    public Exporter Exporter { get; }

    public NodeUnits Units { get; }

    /// <summary>A bare node: an exporter can be started, a containerd too.</summary>
    public static async Task<TestNode> CreateAsync()
    {
        var name = $"node{Environment.ProcessId}-{Interlocked.Increment(ref count)}";
        var created = await NodeNamespaces.CreateAsync(WorkFolder.Create($"{name}/private"));
        try
        {
            return new TestNode(created, name, WorkFolder.Create(name), await NodeNetwork.ConnectAsync(created));
        }
        catch (Exception)
        {
            await created.DisposeAsync();
            throw;
        }
    }

    /// <summary>A path of the node, as the machine sees it.</summary>
    public string PathOf(string path) => namespaces.PathOf(path);

    /// <summary>A path outside of the node's own mounts, for what must not be on them, such as a disk's image.</summary>
    public string OutsidePath(string name) => Path.Combine(folder, name);

    /// <summary>A command line of the machine that runs this one in the node.</summary>
    public string[] Enter(params IEnumerable<string> arguments) => namespaces.Enter(arguments);

    public Task<string> RunAsync(params string[] arguments) => Command.RunAsync(namespaces.Enter(arguments));

    public Task<CommandResult> TryRunAsync(params string[] arguments) => Command.TryRunAsync(namespaces.Enter(arguments));

    public Task<NodeProcess> StartAsync(string name, params IEnumerable<string> arguments) => NodeProcess.StartAsync(this, name, arguments);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(PathOf(Path.GetDirectoryName(path)!));
        File.WriteAllText(PathOf(path), text);
    }

    public void Delete(string path) => File.Delete(PathOf(path));

    public async ValueTask DisposeAsync()
    {
        Cgroups.Thaw(Cgroup); // What is frozen cannot be killed.
        await namespaces.DisposeAsync();
        Cgroups.Remove(Cgroup);
    }
}
