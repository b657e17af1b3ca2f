using ContainerdExporter.Containerd.Handlers;

namespace ContainerdExporter.Causes.Runtime.Canary;

/// <summary>
/// The OCI specification of a canary: a process without any right or capability, as nobody, in namespaces of its own (a network
/// without an interface among them), on a read-only root. The least with which runc starts a process: it needs /proc and /dev.
/// </summary>
/// <remarks>
/// No memory limit, on purpose: the runtime itself starts in the container's cgroup and may need tens of MiB there, and kernels
/// without a memory controller (many small boards) refuse the limit; the program has no memory to ask for.
/// </remarks>
internal static class CanarySpec
{
    /// <summary>runc's own threads count too until the program is executed.</summary>
    private const int ProcessLimit = 64;

    /// <param name="id">The container; letters, digits and hyphens.</param>
    /// <param name="handler">Who runs it.</param>
    /// <param name="limitsProcesses">Whether this kernel can limit a cgroup's processes.</param>
    public static string Write(string id, RuntimeHandler handler, bool limitsProcesses) =>
        $$"""
        {
          "ociVersion": "1.0.2",
          "process": {
            "user": {"uid": 65534, "gid": 65534},
            "args": ["/{{CanaryRoot.Program}}"],
            "env": [],
            "cwd": "/",
            "capabilities": {},
            "noNewPrivileges": true
          },
          "root": {"path": "rootfs", "readonly": true},
          "mounts": [
            {"destination": "/proc", "type": "proc", "source": "proc", "options": ["nosuid", "noexec", "nodev"]},
            {"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "noexec", "strictatime", "mode=755", "size=64k"]}
          ],
          "linux": {
            "namespaces": [{"type": "pid"}, {"type": "ipc"}, {"type": "uts"}, {"type": "mount"}, {"type": "network"}],
            "cgroupsPath": "{{CgroupOf(id, handler)}}",
            "resources": {
              {{(limitsProcesses && handler.IsRuncShim ? $"\"pids\": {{\"limit\": {ProcessLimit}}}," : string.Empty)}}
              "devices": [{"allow": false, "access": "rwm"}]
            }
          }
        }
        """;

    /// <summary>A cgroup directly below the root, or a scope of systemd's: what goes with the container, with no parent to be left behind.</summary>
    private static string CgroupOf(string id, RuntimeHandler handler) => handler.IsRuncShim && handler.Options.UsesSystemd
        ? $"system.slice:containerd-exporter:{id}"
        : $"/containerd-exporter-{id}";
}
