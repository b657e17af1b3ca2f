namespace ContainerdExporter.EndToEnd.Fixtures.SideBySide;

/// <summary>An exporter that is measured: how it is started on a node, and where it is scraped.</summary>
/// <param name="Name">As tables show it.</param>
/// <param name="Program">Its binary.</param>
/// <param name="Port">Where it listens, on the node's address.</param>
/// <param name="Flags">All but the address that it listens on.</param>
public sealed record Subject(string Name, string Program, int Port, IReadOnlyList<string> Flags)
{
    private const string GroupsPath = "/etc/process-exporter.yml";

    /// <summary>Asks for the work that <see cref="NodeExporter"/> does too: file systems, memory, processes.</summary>
    public string ComparableQuery { get; init; } = string.Empty;

    /// <summary>The exporter of this repository, with all that is on by default.</summary>
    public static async Task<Subject> OursAsync() =>
        new("containerd-exporter", await PublishedExporter.PathAsync(), 10110, ["--web.listen-address=:10110", "--log.level=error"])
        {
            ComparableQuery = "?collect[]=disk&collect[]=memory&collect[]=processes",
        };

    /// <summary>The Prometheus project's exporter, doing of its work what is comparable to ours.</summary>
    public static Subject NodeExporter { get; } = new(
        "node_exporter",
        "/usr/bin/prometheus-node-exporter",
        9100,
        [
            "--web.listen-address=:9100", "--log.level=error", "--collector.disable-defaults",
            "--collector.filesystem", "--collector.vmstat", "--collector.pressure", "--collector.processes",
        ]);

    /// <summary>The exporter that watches processes by name, watching containerd's.</summary>
    public static Subject ProcessExporter { get; } = new(
        "process-exporter",
        "/usr/bin/prometheus-process-exporter",
        9256,
        ["-web.listen-address=:9256", "-config.path", GroupsPath]);

    /// <summary>What process-exporter is told to group.</summary>
    public static void WriteGroups(TestNode node) =>
        node.Write(GroupsPath, "process_names:\n  - comm: [containerd, containerd-shim, runc]\n");

    public Task<NodeProcess> StartAsync(TestNode node) => node.StartAsync(Name, [Program, .. Flags]);

    public Uri MetricsOf(TestNode node) => new($"http://{node.Instance[..node.Instance.IndexOf(':')]}:{Port}/metrics");
}
