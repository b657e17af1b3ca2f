namespace ContainerdExporter.Containerd.Config;

/// <summary>What a path of the host leads to, symbolic links followed.</summary>
internal enum PathKind
{
    Missing,
    File,
    Directory,
    Socket,
    Fifo,
    Device,

    /// <summary>A part of the path before the last is no directory.</summary>
    BehindFile,

    /// <summary>More symbolic links than the kernel follows.</summary>
    LinkLoop,

    /// <summary>The exporter may not look there.</summary>
    Denied,

    /// <summary>Another error, e.g. of a broken disk.</summary>
    Failing,
}

/// <summary>What changes when a file does; for a directory, when its entries do.</summary>
internal readonly record struct FileStamp(PathKind Kind, ulong Inode, ulong Size, long Seconds, uint Nanoseconds)
{
    public DateTimeOffset Modified => DateTimeOffset.FromUnixTimeSeconds(Seconds).AddTicks(Nanoseconds / 100);
}

/// <summary>The host's files as a configuration and its rules see them: looked at and read in part, never opened to wait.</summary>
internal interface INodeFiles
{
    FileStamp Stamp(string path);

    /// <summary>Reads a regular file of at most <paramref name="limit"/> bytes; null for anything else.</summary>
    byte[]? Read(string path, int limit);

    /// <summary>The names in a directory, sorted, at most <paramref name="limit"/>; none when it cannot be read.</summary>
    IReadOnlyList<string> Names(string directory, int limit);

    /// <summary>Whether the path is a file that may be executed.</summary>
    bool IsExecutable(string path);
}
