using System.Text.Json;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Containerd.Discovery;

/// <summary>Where Docker keeps its data: <c>data-root</c> (formerly <c>graph</c>) of daemon.json, else <c>/var/lib/docker</c>.</summary>
internal static class DockerRoot
{
    private const string ConfigPath = "/etc/docker/daemon.json";
    private const string Default = "/var/lib/docker";
    private const int SizeLimit = 1 << 20;

    /// <summary>The path on the host; it exists only where Docker was installed.</summary>
    public static string Find(HostPaths host)
    {
        var local = host.ToLocal(ConfigPath);
        var isFile = Libc.Status(local, follow: true, out var status) == Errno.None && status.Type == FileType.Regular;
        return isFile && ProcFile.TryReadText(local, SizeLimit, out _) is { } text ? Parse(text) ?? Default : Default;
    }

    /// <summary>The configured root; null where the file says nothing usable.</summary>
    internal static string? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            foreach (var key in (string[])["data-root", "graph"])
            {
                if (document.RootElement.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String &&
                    value.GetString() is { } path && path.StartsWith('/'))
                {
                    return path;
                }
            }
        }
        catch (JsonException)
        {
            // dockerd refuses such a file; it is no reason not to look at the default.
        }

        return null;
    }
}
