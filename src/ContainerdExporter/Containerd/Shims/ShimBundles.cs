using System.Text.Json;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Containerd.Shims;

/// <summary>Lists the bundles of an instance. Touches the file system, so a caller runs it as an isolated call.</summary>
internal static class ShimBundles
{
    /// <summary>More bundles than this are not told apart any more; a node runs a few hundred containers.</summary>
    private const int Limit = 5000;

    /// <summary>Where bundles are: of containers, and of the sandboxes of 2.x whose shim is a sandbox itself.</summary>
    private static readonly string[] Plugins = ["io.containerd.runtime.v2.task", "io.containerd.sandbox.controller.v1.shim"];

    public static IReadOnlyList<ShimBundle> Read(HostPaths host, string state) =>
    [
        .. Plugins
            .Select(plugin => host.ToLocal(Path.Combine(state, plugin)))
            .SelectMany(Directories)
            .SelectMany(space => Directories(space).Select(bundle => new ShimBundle(Path.GetFileName(space), Path.GetFileName(bundle), SocketOf(bundle))))
            .Take(Limit),
    ];

    /// <summary>containerd skips hidden directories too (runtime/v2/shim_load.go).</summary>
    private static IEnumerable<string> Directories(string parent)
    {
        try
        {
            return Directory.GetDirectories(parent).Where(path => !Path.GetFileName(path).StartsWith('.'));
        }
        catch (DirectoryNotFoundException)
        {
            return []; // No container runs, or it was deleted meanwhile.
        }
    }

    /// <summary>1.x writes the file <c>address</c>, 2.x <c>bootstrap.json</c>.</summary>
    private static string? SocketOf(string bundle) =>
        ParseAddress(ProcFile.TryReadText($"{bundle}/address", 4 << 10, out _))
        ?? ParseAddress(ParseBootstrap(ProcFile.TryReadText($"{bundle}/bootstrap.json", 16 << 10, out _)));

    /// <summary>The path of <c>unix:///run/containerd/s/…</c>; null for any other kind of address.</summary>
    internal static string? ParseAddress(string? address)
    {
        const string Scheme = "unix://";
        var trimmed = address?.Trim();
        return trimmed is not null && trimmed.StartsWith(Scheme + "/", StringComparison.Ordinal) ? trimmed[Scheme.Length..] : null;
    }

    internal static string? ParseBootstrap(string? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object &&
                document.RootElement.TryGetProperty("address", out var address) && address.ValueKind == JsonValueKind.String
                ? address.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null; // Just being written.
        }
    }
}
