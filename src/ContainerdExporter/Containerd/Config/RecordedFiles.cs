namespace ContainerdExporter.Containerd.Config;

/// <summary>
/// Notes every path that is looked at with its stamp, so that a result can be kept until one of them changes. Not
/// thread-safe: one check uses one.
/// </summary>
internal sealed class RecordedFiles(INodeFiles files) : INodeFiles
{
    private readonly Dictionary<string, FileStamp> seen = new(StringComparer.Ordinal);

    public bool IsUnchanged => seen.All(entry => files.Stamp(entry.Key) == entry.Value);

    public FileStamp Stamp(string path)
    {
        if (!seen.TryGetValue(path, out var stamp))
        {
            stamp = files.Stamp(path);
            seen.Add(path, stamp);
        }

        return stamp;
    }

    public byte[]? Read(string path, int limit)
    {
        Stamp(path); // Before the read: a change between the two is seen next time.
        return files.Read(path, limit);
    }

    public IReadOnlyList<string> Names(string directory, int limit)
    {
        Stamp(directory);
        return files.Names(directory, limit);
    }

    public bool IsExecutable(string path)
    {
        Stamp(path);
        return files.IsExecutable(path);
    }
}
