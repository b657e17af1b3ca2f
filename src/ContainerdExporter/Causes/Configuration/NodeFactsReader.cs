using ContainerdExporter.Containerd;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>Finds out what the rules must know of the node for one instance.</summary>
internal static class NodeFactsReader
{
    private const string KubeletConfig = "/var/lib/kubelet/config.yaml";
    private const int KubeletConfigLimit = 256 << 10;

    public static NodeFacts Read(
        HostPaths host, ContainerdInstance instance, IReadOnlyList<ContainerdInstance> instances, ProcessTable processes, MountTable mounts)
    {
        var files = new HostFiles(host);
        var facts = new NodeFacts
        {
            KubeletRuns = processes.Processes.Any(process => ProcessNames.IsKubelet(process.Name)) && IsKubeletsOwn(instance, instances),
            IsCgroup2 = files.Stamp("/sys/fs/cgroup/cgroup.controllers").Kind == PathKind.File,
            FileSystemOf = path => mounts.Carrying(host.FollowLinks(path))?.FileSystemType,
        };
        if (instance.Distribution is Distribution.Upstream or Distribution.Other)
        {
            // The others write kubelet's and containerd's settings together.
            facts = facts with { IsSystemd = files.Stamp("/run/systemd/system").Kind == PathKind.Directory, KubeletCgroupDriver = CgroupDriver(files) };
        }

        return instance.Daemons is [var daemon, ..] && ProcessFiles.EnvironmentVariable(host, daemon.Process.Pid, "PATH") is { Length: > 0 } path
            ? facts with { SearchPath = path.Split(':', StringSplitOptions.RemoveEmptyEntries) }
            : facts;
    }

    /// <summary>The kubelet inside k3s and its like uses their containerd, not the one beside it that Docker brought.</summary>
    private static bool IsKubeletsOwn(ContainerdInstance instance, IReadOnlyList<ContainerdInstance> instances) =>
        BringsKubelet(instance) || (instance.Distribution != Distribution.Docker && !instances.Any(BringsKubelet));

    private static bool BringsKubelet(ContainerdInstance instance) =>
        instance.Distribution is Distribution.K3s or Distribution.Rke2 or Distribution.Microk8s or Distribution.K0s;

    /// <summary>The value of cgroupDriver in the kubelet's file: YAML, but a line of its own wherever kubeadm writes it.</summary>
    private static string? CgroupDriver(HostFiles files)
    {
        var text = files.Read(KubeletConfig, KubeletConfigLimit) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : string.Empty;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("cgroupDriver:"))
            {
                return line["cgroupDriver:".Length..].Trim().Trim('"').ToString() is { Length: > 0 } driver ? driver : null;
            }
        }

        return null;
    }
}
