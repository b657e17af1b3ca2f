using System.Collections.Frozen;

namespace ContainerdExporter.Containerd;

/// <summary>
/// The plugins without which a daemon answers and yet can do nothing: an init error in any other is normal somewhere.
/// The ids are those that 1.6 to 2.3 register under one name; CRI has a probe of its own.
/// </summary>
internal static class CorePlugins
{
    private static readonly FrozenSet<string> Uris = FrozenSet.ToFrozenSet(
        [
            "io.containerd.content.v1.content",
            "io.containerd.metadata.v1.bolt",
            "io.containerd.runtime.v2.task",
            "io.containerd.service.v1.containers-service",
            "io.containerd.service.v1.content-service",
            "io.containerd.service.v1.images-service",
            "io.containerd.service.v1.namespaces-service",
            "io.containerd.service.v1.snapshots-service",
            "io.containerd.service.v1.tasks-service",
            "io.containerd.grpc.v1.containers",
            "io.containerd.grpc.v1.content",
            "io.containerd.grpc.v1.images",
            "io.containerd.grpc.v1.namespaces",
            "io.containerd.grpc.v1.snapshots",
            "io.containerd.grpc.v1.tasks",
        ],
        StringComparer.Ordinal);

    public static bool Contains(string uri) => Uris.Contains(uri);

    /// <summary>The CRI plugin of 1.x, and the two that 2.x split it into.</summary>
    public static bool IsCri(string uri) =>
        uri is "io.containerd.grpc.v1.cri" or "io.containerd.cri.v1.runtime" or "io.containerd.cri.v1.images";
}
