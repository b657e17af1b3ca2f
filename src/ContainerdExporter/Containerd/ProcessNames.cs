using System.Text;

namespace ContainerdExporter.Containerd;

/// <summary>The comm values (at most 15 bytes) of the processes that matter on a container node.</summary>
internal static class ProcessNames
{
    public const string Daemon = "containerd";

    public const string Docker = "dockerd";

    /// <summary>Every shim binary (-runc-v2, -runsc-v1, -kata-v2, …) is cut to this.</summary>
    public const string Shim = "containerd-shim";

    /// <summary>The OCI runtimes that are known by name; the values of the <c>runtime</c> label.</summary>
    public static readonly IReadOnlyList<string> Runtimes = ["runc", "crun", "youki", "runsc", "kata-runtime"];

    public static bool IsOfInterest(ReadOnlySpan<byte> name) =>
        name.StartsWith("containerd"u8) || name.StartsWith("runc"u8) || IsOtherRuntime(name) || name.SequenceEqual("dockerd"u8) || IsKubelet(name);

    /// <summary>A kubelet of its own (kubeadm, rke2, k0s), or the process that holds one: k3s and microk8s link it in.</summary>
    public static bool IsKubelet(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("kubelet"u8) || name.SequenceEqual("kubelite"u8) || name.StartsWith("k3s-"u8);

    /// <inheritdoc cref="IsKubelet(ReadOnlySpan{byte})"/>
    public static bool IsKubelet(string name) => IsKubelet(Encoding.UTF8.GetBytes(name));

    /// <summary>
    /// The runtime that a process belongs to; null for any other process. The stages of <c>runc init</c> call themselves
    /// <c>runc:[0:PARENT]</c>, <c>runc:[1:CHILD]</c>, <c>runc:[2:INIT]</c> (libcontainer/nsenter/nsexec.c); youki's likewise.
    /// </summary>
    public static string? RuntimeOf(string name)
    {
        var stage = name.IndexOf(":[", StringComparison.Ordinal);
        var program = stage < 0 ? name : name[..stage];
        return Runtimes.FirstOrDefault(runtime => runtime == program);
    }

    /// <summary>Whether the name is that of a stage of <c>init</c>.</summary>
    public static bool IsInitStage(string name) => name.Contains(":[", StringComparison.Ordinal);

    private static bool IsOtherRuntime(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("crun"u8) || name.StartsWith("youki"u8) || name.SequenceEqual("runsc"u8) || name.SequenceEqual("kata-runtime"u8);
}
