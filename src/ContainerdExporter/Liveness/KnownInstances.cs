using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Liveness;

/// <summary>The instances of a snapshot.</summary>
internal static class KnownInstances
{
    /// <summary>The instance at an address; for what concerns the whole node, the only one. Null when that is not known.</summary>
    public static ContainerdInstance? Find(NodeSnapshot snapshot, string? address)
    {
        var instances = snapshot.Results.Select(result => result.Sample).OfType<LivenessSample>().SelectMany(sample => sample.Instances).Select(each => each.Instance).ToList();
        return address is not null ? instances.Find(instance => instance.Address == address) : instances is [var only] ? only : null;
    }
}
