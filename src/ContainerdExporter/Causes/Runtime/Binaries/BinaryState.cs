namespace ContainerdExporter.Causes.Runtime.Binaries;

/// <summary>The state of a handler's programs, the worse of its shim and its OCI runtime; the <c>state</c> label.</summary>
internal enum BinaryState
{
    /// <summary>Found, executable, and answering where it was run.</summary>
    Ok,

    /// <summary>Not at its path, or in no directory of the daemon's PATH.</summary>
    Missing,

    /// <summary>Without an execute bit, or on a file system mounted noexec.</summary>
    NotExecutable,

    /// <summary>An ELF file of another processor, or no program at all.</summary>
    WrongArchitecture,

    /// <summary>It does not start, ends with an error, or does not answer in time.</summary>
    Failing,

    /// <summary>A permission is missing, or its file system does not answer.</summary>
    Unreadable,
}

/// <summary>One program of a handler.</summary>
/// <param name="Role">shim or runtime.</param>
/// <param name="Name">What the configuration says: a name or a path.</param>
/// <param name="Path">The file on the host; null where none was found.</param>
/// <param name="State">Its state.</param>
/// <param name="Version">What it answered to --version; null where it was not run.</param>
/// <param name="Detail">What is wrong, in words; null when nothing is.</param>
internal sealed record BinarySample(string Role, string Name, string? Path, BinaryState State, string? Version = null, string? Detail = null);
