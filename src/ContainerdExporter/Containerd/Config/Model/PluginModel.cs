namespace ContainerdExporter.Containerd.Config.Model;

/// <summary>A plugin of a release.</summary>
/// <param name="Id">type.id, e.g. <c>io.containerd.grpc.v1.cri</c>.</param>
/// <param name="Schema">The keys of its section; none when it has no configuration.</param>
/// <param name="FailWithout">The plugins that fail when this one is disabled.</param>
/// <param name="CriFailsWithout">Whether CRI is among them.</param>
internal sealed record PluginModel(string Id, KeySchema Schema, IReadOnlyList<string> FailWithout, bool CriFailsWithout)
{
    public const string Prefix = "io.containerd.";

    /// <summary>The part behind the type, which names the plugin in files of version 1.</summary>
    public string ShortId => Id[(Id.LastIndexOf('.') + 1)..];
}
