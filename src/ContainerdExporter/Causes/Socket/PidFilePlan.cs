using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Causes.Socket;

/// <summary>A PID file to look at.</summary>
/// <param name="Path">On the host.</param>
/// <param name="Owner">The instance it is reported for.</param>
/// <param name="Origin">Who would read it.</param>
internal sealed record PidFilePlace(string Path, ContainerdInstance Owner, PidFileOrigin Origin)
{
    /// <summary>Whether its absence is worth a series.</summary>
    public bool IsExpected => Origin is PidFileOrigin.Flag || (Origin is PidFileOrigin.Docker && Owner.Distribution == Distribution.Docker);
}

/// <summary>Why a PID file is looked at.</summary>
internal enum PidFileOrigin
{
    /// <summary>dockerd writes it for the containerd that it manages, and trusts it (moby: libcontainerd/supervisor).</summary>
    Docker,

    /// <summary><c>--containerd.pidfile</c>.</summary>
    Flag,

    /// <summary>containerd itself writes none, but advice on the Internet speaks of one, and some init scripts make one.</summary>
    Advice,
}

/// <summary>Which PID files to look at: a short, closed list.</summary>
internal static class PidFilePlan
{
    private const string FileName = "containerd.pid";
    private const int FlagLimit = 16;

    public static IReadOnlyList<PidFilePlace> For(IReadOnlyList<ContainerdInstance> instances, IReadOnlyList<string> flagged)
    {
        if (instances.Count == 0)
        {
            return [];
        }

        var places = new List<PidFilePlace>();
        foreach (var docker in instances.Where(instance => instance.Distribution == Distribution.Docker))
        {
            places.Add(new PidFilePlace(Path.Combine(Path.GetDirectoryName(docker.Address)!, FileName), docker, PidFileOrigin.Docker));
        }

        places.AddRange(flagged.Take(FlagLimit).Select(path => new PidFilePlace(path, OwnerOf(path, instances), PidFileOrigin.Flag)));
        places.Add(Unexpected($"/var/run/docker/containerd/{FileName}", PidFileOrigin.Docker, instances));
        places.Add(Unexpected($"/run/containerd/{FileName}", PidFileOrigin.Advice, instances));
        return [.. places.DistinctBy(place => KnownLayout.SocketKey(place.Path), StringComparer.Ordinal)];
    }

    private static PidFilePlace Unexpected(string path, PidFileOrigin origin, IReadOnlyList<ContainerdInstance> instances) =>
        new(path, OwnerOf(path, instances), origin);

    /// <summary>The instance whose socket or state lies in the same directory, else the node's main one.</summary>
    private static ContainerdInstance OwnerOf(string path, IReadOnlyList<ContainerdInstance> instances)
    {
        var directory = DirectoryKey(path);
        return instances.FirstOrDefault(instance => DirectoryKey(instance.Address) == directory)
            ?? instances.FirstOrDefault(instance => KnownLayout.SocketKey(instance.State) == directory)
            ?? instances.FirstOrDefault(instance => instance.Distribution == Distribution.Upstream)
            ?? instances[0];
    }

    private static string DirectoryKey(string path) => KnownLayout.SocketKey(Path.GetDirectoryName(path) ?? "/");
}
