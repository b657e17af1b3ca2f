namespace ContainerdExporter.Collection;

/// <summary>How a collector's last run ended. "Not supported here" and "not allowed" are not failures of the node.</summary>
internal enum CollectorState
{
    /// <summary>A complete sample.</summary>
    Ok,

    /// <summary>An error that is neither a missing permission nor a missing feature.</summary>
    Failed,

    /// <summary>No answer within the collector's deadline, or an earlier run has not ended yet.</summary>
    Timeout,

    /// <summary>The kernel or the node lacks what the collector reads.</summary>
    Unsupported,

    /// <summary>The exporter lacks a permission or a mount; the detail says which.</summary>
    Denied,
}
