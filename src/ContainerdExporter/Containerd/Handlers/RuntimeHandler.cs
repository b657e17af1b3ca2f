namespace ContainerdExporter.Containerd.Handlers;

/// <summary>A runtime handler of a configuration: what a pod's RuntimeClass names.</summary>
/// <param name="Name">Its name, e.g. <c>runc</c>.</param>
/// <param name="Type">e.g. <c>io.containerd.runc.v2</c>, or the path of a shim.</param>
/// <param name="ShimPath">The shim's path where <c>runtime_path</c> sets it.</param>
/// <param name="BinaryName">The OCI runtime that a runc shim is told to use; null for its own default, <c>runc</c>.</param>
/// <param name="IsDefault">Whether containers get it that name none.</param>
internal sealed record RuntimeHandler(string Name, string Type, string? ShimPath, string? BinaryName, bool IsDefault)
{
    private const string RuncV2 = "io.containerd.runc.v2";

    private const int LabelLimit = 64;

    /// <summary>What every containerd has without any configuration, and what ctr and Docker use.</summary>
    public static readonly RuntimeHandler BuiltIn = new("runc", RuncV2, ShimPath: null, BinaryName: null, IsDefault: true);

    /// <summary>The shim's program: its path, or a name to look up (runtime/v2/shim/util.go: <c>io.containerd.NAME.vN</c>). Null for an invalid type.</summary>
    public string? Shim => ShimPath is { Length: > 0 } path ? path
        : Type.StartsWith('/') ? Type
        : Type.Split('.') is { Length: >= 2 } parts ? $"containerd-shim-{parts[^2]}-{parts[^1]}"
        : null;

    /// <summary>What it tells its shim.</summary>
    public HandlerOptions Options { get; init; } = HandlerOptions.None;

    /// <summary>Its name as a label: what a configuration file says becomes one only as a plain word.</summary>
    public string Label => LabelOf(Name);

    /// <summary>Whether the shim is runc's, for runc or a program that takes its commands.</summary>
    public bool IsRuncShim => Type is RuncV2 or "io.containerd.runc.v1";

    /// <summary>The OCI runtime that the shim starts: only runc's shim has one that containerd's configuration knows.</summary>
    public string? OciRuntime => IsRuncShim ? BinaryName ?? "runc" : null;

    public static string LabelOf(string name) =>
        name.Length is > 0 and <= LabelLimit && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? name : "other";
}
