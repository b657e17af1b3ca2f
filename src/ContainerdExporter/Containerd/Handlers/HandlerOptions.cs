namespace ContainerdExporter.Containerd.Handlers;

/// <summary>A handler's <c>options</c>, as far as a container could not be started without them.</summary>
/// <param name="UsesSystemd">runc: systemd makes the cgroups.</param>
/// <param name="IsWithoutPivotRoot">runc: for a root file system in memory, where pivot_root(2) does not work.</param>
/// <param name="IsWithoutKeyring">runc: containers keep the keyring of the shim.</param>
/// <param name="Root">runc: where it keeps the state of its containers; empty for its default.</param>
/// <param name="TypeUrl">Other shims: how their configuration is written.</param>
/// <param name="ConfigPath">Other shims: the configuration file.</param>
internal sealed record HandlerOptions(bool UsesSystemd, bool IsWithoutPivotRoot, bool IsWithoutKeyring, string Root, string TypeUrl, string ConfigPath)
{
    public static readonly HandlerOptions None = new(false, false, false, string.Empty, string.Empty, string.Empty);
}
