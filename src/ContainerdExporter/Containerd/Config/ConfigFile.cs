namespace ContainerdExporter.Containerd.Config;

internal enum ConfigFileState
{
    Loaded,

    /// <summary>Read, but no TOML.</summary>
    InvalidSyntax,

    Missing,

    /// <summary>A directory, or behind something that is none, or a loop of links: containerd's read fails.</summary>
    NotAFile,

    /// <summary>A FIFO or a socket: containerd waits for ever, or fails.</summary>
    Waits,

    /// <summary>A device: containerd reads it to its end, which may never come.</summary>
    Device,

    /// <summary>Not judged: larger than is read here.</summary>
    TooLarge,

    /// <summary>Not judged: nested deeper than is followed here.</summary>
    TooDeep,

    /// <summary>Not judged: it cannot be read by the exporter.</summary>
    Unreadable,
}

/// <summary>A sentence on a place where the text is no TOML.</summary>
internal sealed record SyntaxError(ConfigPosition At, string Message);

/// <summary>One file of a configuration.</summary>
/// <param name="Path">On the host.</param>
/// <param name="State">What came of reading it.</param>
/// <param name="Kind">What is at the path.</param>
/// <param name="Text">Its text; empty unless it was read.</param>
/// <param name="Root">Its values; empty unless it is loaded.</param>
/// <param name="Errors">Why it is no TOML.</param>
/// <param name="ImportedAt">The entry of <c>imports</c> that named it; null for the main file.</param>
internal sealed record ConfigFile(
    string Path,
    ConfigFileState State,
    PathKind Kind,
    string Text,
    ConfigNode Root,
    IReadOnlyList<SyntaxError> Errors,
    ConfigPosition? ImportedAt)
{
    /// <summary>What other parsers than ours may refuse.</summary>
    public IReadOnlyList<DialectUse> Dialect { get; init; } = [];

    /// <summary>The version that the file itself states; null when it states none, or no number.</summary>
    public long? Version => Root.Child("version")?.Scalar as long?;

    /// <summary>Whether nothing can be said of what containerd would do with the file.</summary>
    public bool IsUnknown => State is ConfigFileState.TooLarge or ConfigFileState.TooDeep or ConfigFileState.Unreadable;
}

/// <summary>A configuration as it lies on the node: the main file and all that it imports, in containerd's order.</summary>
/// <param name="MainPath">The file the daemon was told to read.</param>
/// <param name="Files">The main file first; empty when there is none, which is a valid configuration.</param>
/// <param name="Truncated">Whether there are more imports than are followed.</param>
internal sealed record LoadedConfig(string MainPath, IReadOnlyList<ConfigFile> Files, bool Truncated);
