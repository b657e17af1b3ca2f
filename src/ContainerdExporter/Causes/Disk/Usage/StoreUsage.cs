namespace ContainerdExporter.Causes.Disk.Usage;

/// <summary>What fills containerd's root. The names are label values.</summary>
internal enum StoreArea
{
    /// <summary>Blobs of images, as they were downloaded.</summary>
    Content,

    /// <summary>Unfinished downloads.</summary>
    Ingests,

    /// <summary>Unpacked layers of images.</summary>
    Layers,

    /// <summary>Writable layers of containers.</summary>
    Writable,
}

/// <summary>How much an area takes.</summary>
/// <param name="Area">Which.</param>
/// <param name="Bytes">On disk.</param>
/// <param name="Files">Inodes.</param>
/// <param name="IsOnRoot">Whether it lies on the file system of containerd's root.</param>
internal sealed record AreaUsage(StoreArea Area, double Bytes, double Files, bool IsOnRoot);

/// <summary>How much each area took when it was last counted.</summary>
/// <param name="Areas">Those that could be counted.</param>
/// <param name="At">When.</param>
internal sealed record StoreUsage(IReadOnlyList<AreaUsage> Areas, DateTimeOffset At);
