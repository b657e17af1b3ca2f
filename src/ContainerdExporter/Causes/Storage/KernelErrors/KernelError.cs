namespace ContainerdExporter.Causes.Storage.KernelErrors;

/// <summary>What kind of storage error the kernel reported.</summary>
internal enum KernelErrorKind
{
    /// <summary>A read or write failed: the device, its cable, its controller, or the path to it.</summary>
    Io,

    /// <summary>The medium itself cannot be read or written at that place.</summary>
    Medium,

    /// <summary>A file system found damage in its own structures, or shut itself down.</summary>
    Filesystem,

    /// <summary>A file system turned itself read-only after an error.</summary>
    ReadonlyRemount,
}

/// <summary>Whose task the kernel found hanging.</summary>
internal enum HungComponent
{
    /// <summary>A containerd daemon.</summary>
    Containerd,

    /// <summary>A shim.</summary>
    Shim,

    /// <summary>An OCI runtime.</summary>
    Runc,
}
