namespace ContainerdExporter.Containerd.Shims;

/// <summary>A container's directory below containerd's state: <c>io.containerd.runtime.v2.task/NAMESPACE/ID</c>.</summary>
/// <param name="Namespace">containerd's namespace.</param>
/// <param name="Id">The container's id.</param>
/// <param name="Socket">The path of its shim's socket; null where no file names one.</param>
internal sealed record ShimBundle(string Namespace, string Id, string? Socket);
