namespace ContainerdExporter.Containerd.Config;

/// <summary>The paths that a configuration file and its imports set; null where they leave containerd's default.</summary>
internal sealed record DaemonPaths(string? Root, string? State, string? Address)
{
    public static readonly DaemonPaths None = new(null, null, null);
}
