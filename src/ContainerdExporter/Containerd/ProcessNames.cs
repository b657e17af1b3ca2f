using System.Text;

namespace ContainerdExporter.Containerd;

/// <summary>The comm values (at most 15 bytes) of the processes that matter on a container node.</summary>
internal static class ProcessNames
{
    public const string Daemon = "containerd";

    /// <summary>Every shim binary (-runc-v2, -runsc-v1, -kata-v2, …) is cut to this.</summary>
    public const string Shim = "containerd-shim";

    public static bool IsOfInterest(ReadOnlySpan<byte> name) =>
        name.StartsWith("containerd"u8) || name.StartsWith("runc"u8) || IsOtherRuntime(name) || name.SequenceEqual("dockerd"u8) || IsKubelet(name);

    /// <summary>A kubelet of its own (kubeadm, rke2, k0s), or the process that holds one: k3s and microk8s link it in.</summary>
    public static bool IsKubelet(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("kubelet"u8) || name.SequenceEqual("kubelite"u8) || name.StartsWith("k3s-"u8);

    /// <inheritdoc cref="IsKubelet(ReadOnlySpan{byte})"/>
    public static bool IsKubelet(string name) => IsKubelet(Encoding.UTF8.GetBytes(name));

    private static bool IsOtherRuntime(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("crun"u8) || name.SequenceEqual("youki"u8) || name.SequenceEqual("runsc"u8) || name.SequenceEqual("kata-runtime"u8);
}
