using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>Many images of one small layer each, as one OCI image layout in a tar archive.</summary>
public static class TinyImages
{
    public static string ReferenceOf(int number) => $"localhost/tiny{number}:1";

    /// <summary>Writes an archive of images, to be imported at once.</summary>
    public static void Write(string path, int first, int count)
    {
        using var file = File.Create(path);
        using var tar = new TarWriter(file, TarEntryFormat.Ustar);
        var manifests = Enumerable.Range(first, count).Select(number => AddImage(tar, number)).ToList();
        AddFile(tar, "oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
        AddFile(tar, "index.json", $$"""{"schemaVersion":2,"manifests":[{{string.Join(',', manifests)}}]}""");
    }

    private static string AddImage(TarWriter tar, int number)
    {
        var layer = AddBlob(tar, Layer(number));
        var config = AddBlob(tar, Encoding.UTF8.GetBytes($$$"""
            {"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":["{{{layer.Digest}}}"]}}
            """));
        var manifest = AddBlob(tar, Encoding.UTF8.GetBytes($$$"""
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
             "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{{config.Digest}}}","size":{{{config.Size}}}},
             "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"{{{layer.Digest}}}","size":{{{layer.Size}}}}]}
            """));
        return $$$"""
            {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{{{manifest.Digest}}}","size":{{{manifest.Size}}},
             "platform":{"architecture":"amd64","os":"linux"},"annotations":{"io.containerd.image.name":"{{{ReferenceOf(number)}}}"}}
            """;
    }

    private static byte[] Layer(int number)
    {
        var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            AddFile(tar, $"file{number}", new string('x', 4096 + number));
        }

        return bytes.ToArray();
    }

    private static (string Digest, int Size) AddBlob(TarWriter tar, byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"blobs/sha256/{hash}") { DataStream = new MemoryStream(content) });
        return ($"sha256:{hash}", content.Length);
    }

    private static void AddFile(TarWriter tar, string name, string text) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
}
