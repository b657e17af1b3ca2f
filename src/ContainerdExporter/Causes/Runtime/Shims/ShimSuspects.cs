using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Shims;

/// <summary>Why a shim seems to have been left behind.</summary>
internal enum OrphanReason
{
    /// <summary>containerd has neither a bundle nor a task for it.</summary>
    Forgotten,

    /// <summary>Its containers have ended and nobody deleted their tasks: containerd missed the end (containerd issue 6771).</summary>
    Ended,
}

/// <summary>What one survey suspects, and several confirm.</summary>
/// <param name="Orphans">Shims that manage nothing any more.</param>
/// <param name="Bundles">Bundles that no shim manages.</param>
internal sealed record ShimSuspects(IReadOnlyDictionary<ProcessIdentity, OrphanReason> Orphans, IReadOnlySet<ShimBundle> Bundles)
{
    /// <summary>For how long a shim is known to have been left behind, where the survey itself tells.</summary>
    public IReadOnlyDictionary<ProcessIdentity, TimeSpan> EvidentFor { get; init; } = new Dictionary<ProcessIdentity, TimeSpan>();
}
