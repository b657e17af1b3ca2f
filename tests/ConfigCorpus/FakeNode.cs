using System.Text;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.ConfigCorpus;

/// <summary>A node in memory: the directories and programs that every containerd node has, and what a test adds.</summary>
internal sealed class FakeNode : INodeFiles
{
    private readonly Dictionary<string, (PathKind Kind, byte[] Bytes, ulong Stamp)> entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> programs = new(StringComparer.Ordinal);
    private ulong clock;

    public FakeNode()
    {
        foreach (var directory in new[] { "/etc/containerd", "/run/containerd", "/var/lib/containerd", "/opt", "/srv", "/tmp", "/usr/bin" })
        {
            AddDirectory(directory);
        }

        Add("/etc/hostname", "node1\n");
        foreach (var program in new[] { "containerd", "containerd-shim", "containerd-shim-runc-v1", "containerd-shim-runc-v2", "containerd-shim-runsc-v1", "runc" })
        {
            AddProgram($"/usr/bin/{program}");
        }
    }

    /// <summary>How often a file was opened.</summary>
    public int Reads { get; private set; }

    public FakeNode Add(string path, string text) => Add(path, Encoding.UTF8.GetBytes(text));

    public FakeNode Add(string path, byte[] bytes) => Put(path, PathKind.File, bytes);

    public FakeNode AddKind(string path, PathKind kind) => Put(path, kind, []);

    public FakeNode AddDirectory(string path) => entries.TryGetValue(path, out var known) && known.Kind == PathKind.Directory ? this : Put(path, PathKind.Directory, []);

    public FakeNode AddProgram(string path)
    {
        programs.Add(path);
        return Add(path, string.Empty);
    }

    public FakeNode Remove(string path)
    {
        entries.Remove(path);
        Touch(Path.GetDirectoryName(path));
        return this;
    }

    public FileStamp Stamp(string path)
    {
        if (entries.TryGetValue(path.Length > 1 ? path.TrimEnd('/') : path, out var entry))
        {
            return new FileStamp(entry.Kind, entry.Stamp, (ulong)entry.Bytes.Length, (long)entry.Stamp, 0);
        }

        for (var parent = Path.GetDirectoryName(path); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (entries.TryGetValue(parent, out var above))
            {
                return new FileStamp(above.Kind == PathKind.Directory ? PathKind.Missing : PathKind.BehindFile, 0, 0, 0, 0);
            }
        }

        return new FileStamp(PathKind.Missing, 0, 0, 0, 0);
    }

    public byte[]? Read(string path, int limit)
    {
        Reads++;
        return entries.TryGetValue(path, out var entry) && entry.Kind == PathKind.File && entry.Bytes.Length <= limit ? entry.Bytes : null;
    }

    public IReadOnlyList<string> Names(string directory, int limit) =>
        [.. entries.Keys.Where(path => Path.GetDirectoryName(path) == directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).Take(limit)];

    public bool IsExecutable(string path) => programs.Contains(path);

    private FakeNode Put(string path, PathKind kind, byte[] bytes)
    {
        entries[path] = (kind, bytes, ++clock);
        for (var parent = Path.GetDirectoryName(path); parent is not null && !entries.ContainsKey(parent); parent = Path.GetDirectoryName(parent))
        {
            entries[parent] = (PathKind.Directory, [], ++clock);
        }

        Touch(Path.GetDirectoryName(path));
        return this;
    }

    private void Touch(string? directory)
    {
        if (directory is not null && entries.TryGetValue(directory, out var entry) && entry.Kind == PathKind.Directory)
        {
            entries[directory] = entry with { Stamp = ++clock };
        }
    }
}
