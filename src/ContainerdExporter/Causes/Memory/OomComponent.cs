using System.Buffers;
using ContainerdExporter.Containerd;

namespace ContainerdExporter.Causes.Memory;

/// <summary>Whose process was killed.</summary>
internal enum OomComponent
{
    /// <summary>A containerd daemon.</summary>
    Containerd,

    /// <summary>A shim; the containers it looks after are dead or unmanaged.</summary>
    Shim,

    /// <summary>An OCI runtime at work outside of a container's cgroup.</summary>
    Runc,

    /// <summary>Docker's daemon.</summary>
    Dockerd,

    /// <summary>A kubelet, or the k3s or microk8s process that holds one.</summary>
    Kubelet,

    /// <summary>Whatever runs in a container's cgroup, the container's own runc init included: its limit is too low.</summary>
    Workload,

    /// <summary>Any other process of the node.</summary>
    Other,
}

/// <summary>Tells whose process a victim was. The cgroup decides before the name does: a container may call its processes as it likes.</summary>
internal static class OomVictim
{
    /// <summary>Container ids of the CRI, Docker, nerdctl, CRI-O and Podman have this many hexadecimal digits.</summary>
    private const int IdLength = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Parents of containers' cgroups: containerd's usual namespaces (ctr, CRI, Docker, BuildKit) and other engines.</summary>
    private static readonly string[] ContainerParents = ["default", "k8s.io", "moby", "docker", "buildkit", "lxc", "libpod_parent", "machine.slice"];

    public static OomComponent Classify(OomKill kill)
    {
        if (kill.Cgroups is { } cgroups)
        {
            if (NamesContainer(cgroups))
            {
                return OomComponent.Workload;
            }

            if (PathsIn(cgroups).Any(path => path.StartsWith("/user.slice/", StringComparison.Ordinal)))
            {
                return OomComponent.Other; // A login session: no daemon of the node, whatever its name.
            }
        }

        return OfName(kill.Name);
    }

    private static OomComponent OfName(string name) => name switch
    {
        ProcessNames.Daemon => OomComponent.Containerd,
        "dockerd" => OomComponent.Dockerd,
        "kubelet" or "kubelite" or "k3s-server" or "k3s-agent" => OomComponent.Kubelet,
        "runc" or "crun" or "youki" or "runsc" or "kata-runtime" => OomComponent.Runc,
        _ when name.StartsWith(ProcessNames.Shim, StringComparison.Ordinal) => OomComponent.Shim,
        _ when name.StartsWith("runc:[", StringComparison.Ordinal) => OomComponent.Runc,
        _ => OomComponent.Other,
    };

    private static bool NamesContainer(string cgroups) =>
        cgroups.Contains("kubepods", StringComparison.Ordinal) ||
        HasContainerId(cgroups) ||
        PathsIn(cgroups).Any(path => path.IndexOf('/', 1) is > 0 and var end && ContainerParents.Contains(path[1..end], StringComparer.Ordinal));

    private static IEnumerable<string> PathsIn(string cgroups) =>
        cgroups.Split(["oom_memcg=", ",task_memcg=", "task_memcg=", " killed as a result of limit of "], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part.StartsWith('/'));

    private static bool HasContainerId(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(HexDigits) is >= 0 and var start)
        {
            text = text[start..];
            var length = text.IndexOfAnyExcept(HexDigits) is >= 0 and var end ? end : text.Length;
            if (length >= IdLength)
            {
                return true;
            }

            text = text[length..];
        }

        return false;
    }
}
