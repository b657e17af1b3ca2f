using System.Formats.Tar;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>
/// An image made without a registry: an OCI image layout (image-spec, image-layout.md) in a tar archive, its only layer Debian's
/// static busybox.
/// </summary>
public static class BusyboxImage
{
    public const string Reference = "localhost/busybox:1";

    private static readonly Lazy<string> Archive = new(() => Write(Path.Combine(WorkFolder.Root, "busybox.tar")));

    public static string ArchivePath => Archive.Value;

    /// <summary>As image configurations call the machine's.</summary>
    public static string Architecture => RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64 ? "amd64" : "arm64";

    private static string Write(string path)
    {
        using var file = File.Create(path);
        using var tar = new TarWriter(file, TarEntryFormat.Ustar);

        var layer = AddBlob(tar, Layer());
        var config = AddBlob(tar, Json($$$"""
            {"architecture":"{{{Architecture}}}","os":"linux","config":{"Cmd":["/bin/sleep","86400"]},"rootfs":{"type":"layers","diff_ids":["{{{layer.Digest}}}"]}}
            """));
        var manifest = AddBlob(tar, Json($$$"""
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
             "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{{config.Digest}}}","size":{{{config.Size}}}},
             "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"{{{layer.Digest}}}","size":{{{layer.Size}}}}]}
            """));
        AddFile(tar, "oci-layout", Json("""{"imageLayoutVersion":"1.0.0"}"""));
        AddFile(tar, "index.json", Json($$$"""
            {"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json",
             "digest":"{{{manifest.Digest}}}","size":{{{manifest.Size}}},"annotations":{"io.containerd.image.name":"{{{Reference}}}"}}]}
            """));
        return path;
    }

    private static byte[] Layer()
    {
        var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, "bin/") { Mode = (UnixFileMode)0x1ED });
            AddFile(tar, "bin/busybox", File.ReadAllBytes("/bin/busybox"));
            foreach (var applet in new[] { "sh", "sleep", "true" })
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, $"bin/{applet}") { LinkName = "busybox" });
            }
        }

        return bytes.ToArray();
    }

    private static (string Digest, int Size) AddBlob(TarWriter tar, byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        AddFile(tar, $"blobs/sha256/{hash}", content);
        return ($"sha256:{hash}", content.Length);
    }

    private static void AddFile(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { Mode = (UnixFileMode)0x1ED, DataStream = new MemoryStream(content) });

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text.Trim());
}
