using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Web.Config;

/// <summary>Files that the operator wrote: small ones, below the exporter's own root, whatever <c>--path.rootfs</c> says.</summary>
internal static class ConfigText
{
    private const ulong Largest = 1 << 20;

    private static readonly HostFiles Files = new(new HostPaths());

    /// <param name="path">The file.</param>
    /// <param name="name">What it is, for the message.</param>
    /// <exception cref="WebConfigException">It cannot be read, or is larger than 1 MiB.</exception>
    public static string Read(string path, string name)
    {
        if (Stamp(path).Size > Largest)
        {
            throw new WebConfigException($"{name}: {path} is larger than 1 MiB");
        }

        try
        {
            return ProcFile.ReadText(path, (int)Largest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WebConfigException($"{name}: {e.Message}", e);
        }
    }

    /// <summary>Changes whenever the file does: written, replaced, or reached by another link.</summary>
    public static FileStamp Stamp(string path) => Files.Stamp(path);
}
