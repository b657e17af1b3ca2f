namespace ContainerdExporter.Containerd;

/// <summary>The containerd namespace in which the exporter runs containers of its own; it is there only while one runs.</summary>
internal static class OwnNamespace
{
    public const string Name = "containerd-exporter-canary";
}
