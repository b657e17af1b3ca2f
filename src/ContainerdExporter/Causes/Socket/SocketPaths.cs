using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Causes.Socket;

/// <summary>The kernel keeps a socket's path as it was written in bind(2), so both spellings of a path must be looked up.</summary>
internal static class SocketPaths
{
    public static IReadOnlyList<string> Spellings(string path)
    {
        var key = KnownLayout.SocketKey(path);
        return key.StartsWith("/run/", StringComparison.Ordinal) ? [key, "/var" + key] : [key];
    }
}
