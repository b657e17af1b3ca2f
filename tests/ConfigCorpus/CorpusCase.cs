using System.Runtime.CompilerServices;
using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.ConfigCorpus;

/// <summary>
/// One configuration of the corpus: <c>cases/RULE/NAME.toml</c> as <c>/etc/containerd/config.toml</c>, with the files
/// of <c>NAME.tree/</c> laid over the node's root. A first line <c># node: kubelet driver=systemd systemd cgroup2</c>
/// tells of the node.
/// </summary>
internal sealed record CorpusCase(string Rule, string Name, string Path)
{
    public const string ConfigPath = "/etc/containerd/config.toml";

    /// <summary>The releases whose daemons judged the corpus, by the directory that holds their binaries.</summary>
    public static readonly IReadOnlyDictionary<string, ContainerdRelease> Releases = new Dictionary<string, ContainerdRelease>(StringComparer.Ordinal)
    {
        ["1.6"] = new(1, 6, 20),
        ["1.7"] = new(1, 7, 24),
        ["2.1"] = new(2, 1, 9),
    };

    public static readonly string Directory = System.IO.Path.GetDirectoryName(SourceFile())!;

    public static readonly IReadOnlyList<CorpusCase> All =
    [
        .. System.IO.Directory.EnumerateFiles($"{Directory}/cases", "*.toml", SearchOption.AllDirectories)
            .Where(path => !path.Contains(".tree/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new CorpusCase(
                System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(path))!, System.IO.Path.GetFileNameWithoutExtension(path), path)),
    ];

    /// <summary>The name in tables of verdicts.</summary>
    public string Id => $"{Rule}/{Name}";

    /// <summary>Whether the case is an example of its rule's mistake.</summary>
    public bool IsBad => Name.StartsWith("bad-", StringComparison.Ordinal) || Name == "bad";

    public string? Tree => System.IO.Directory.Exists(System.IO.Path.ChangeExtension(Path, ".tree")) ? System.IO.Path.ChangeExtension(Path, ".tree") : null;

    public bool KubeletRuns => Facts(isCgroup2: false).KubeletRuns;

    public ConfigReport Check(ContainerdRelease release, bool isCgroup2 = false) =>
        ConfigLinter.Check(ConfigPath, release, Node(), Facts(isCgroup2), DaemonFlags.None);

    public override string ToString() => Id;

    private FakeNode Node()
    {
        var node = new FakeNode();
        node.Add(ConfigPath, File.ReadAllBytes(Path));
        foreach (var file in Tree is { } tree ? System.IO.Directory.EnumerateFiles(tree, "*", SearchOption.AllDirectories) : [])
        {
            node.Add(file[Tree!.Length..], File.ReadAllBytes(file));
        }

        return node;
    }

    private NodeFacts Facts(bool isCgroup2)
    {
        var first = File.ReadLines(Path).FirstOrDefault() ?? string.Empty;
        var words = first.StartsWith("# node:", StringComparison.Ordinal) ? first["# node:".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return new NodeFacts
        {
            KubeletRuns = words.Contains("kubelet"),
            KubeletCgroupDriver = words.FirstOrDefault(word => word.StartsWith("driver=", StringComparison.Ordinal))?["driver=".Length..],
            IsCgroup2 = isCgroup2 || words.Contains("cgroup2"),
            IsSystemd = words.Contains("systemd"),
            FileSystemOf = _ => "ext4",
        };
    }

    private static string SourceFile([CallerFilePath] string path = "") => path;
}
