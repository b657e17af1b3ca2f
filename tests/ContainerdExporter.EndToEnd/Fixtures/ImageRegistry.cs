using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>
/// A registry of images with one small layer each, at the machine's end of a node's network (distribution-spec). Beside sound images it
/// has some whose layer is not what it should be.
/// </summary>
internal sealed class ImageRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    private readonly WebApplication app;
    private readonly Dictionary<string, byte[]> blobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> manifests = new(StringComparer.Ordinal);

    private ImageRegistry(WebApplication app) => this.app = app;

    private string Host => new Uri(app.Urls.Single()).Authority;

    /// <summary>Starts it, and tells the node's containerd that it speaks plain HTTP.</summary>
    public static async Task<ImageRegistry> StartAsync(TestNode node)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var registry = new ImageRegistry(builder.Build());
        registry.app.Urls.Add($"http://{node.MachineAddress}:0");
        registry.app.MapMethods("/v2/{name}/{kind}/{reference}", [HttpMethods.Get, HttpMethods.Head], registry.AnswerAsync);
        await registry.app.StartAsync();
        node.Write($"{ContainerdDaemon.RegistriesPath}/{registry.Host}/hosts.toml", $"server = \"http://{registry.Host}\"\n[host.\"http://{registry.Host}\"]\n  capabilities = [\"pull\", \"resolve\"]\n");
        return registry;
    }

    /// <summary>An image as it should be; its reference, and its layer's digest.</summary>
    public (string Reference, string Layer) AddSound(string name)
    {
        var layer = Layer(name);
        return (Add(name, layer, Digest(layer)), Digest(layer));
    }

    /// <summary>An image whose layer is another on the way from the registry.</summary>
    public string AddAltered(string name)
    {
        var layer = Layer(name);
        var reference = Add(name, layer, Digest(layer));
        blobs[Digest(layer)] = [.. layer.Select((value, at) => at == 600 ? (byte)~value : value)];
        return reference;
    }

    /// <summary>An image whose layer was cut short before its digest was made.</summary>
    public string AddCutShort(string name)
    {
        var layer = Layer(name);
        return Add(name, layer[..(layer.Length / 2)], Digest(layer));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private string Add(string name, byte[] layer, string unpacked)
    {
        var config = AddBlob(Encoding.UTF8.GetBytes($$$"""{"architecture":"{{{BusyboxImage.Architecture}}}","os":"linux","rootfs":{"type":"layers","diff_ids":["{{{unpacked}}}"]}}"""));
        manifests[name] = AddBlob(Encoding.UTF8.GetBytes($$$"""
            {"schemaVersion":2,"mediaType":"{{{ManifestType}}}",
             "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{{config}}}","size":{{{blobs[config].Length}}}},
             "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"{{{AddBlob(layer)}}}","size":{{{layer.Length}}}}]}
            """));
        return $"{Host}/{name}:1";
    }

    private string AddBlob(byte[] blob)
    {
        blobs[Digest(blob)] = blob;
        return Digest(blob);
    }

    private static byte[] Layer(string name)
    {
        var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(new string('x', 100_000))) });
        }

        return bytes.ToArray();
    }

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    private async Task AnswerAsync(HttpContext context, string name, string kind, string reference)
    {
        var isManifest = kind == "manifests";
        var digest = isManifest && manifests.TryGetValue(name, out var tagged) ? tagged : reference;
        if (!blobs.TryGetValue(digest, out var blob))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = isManifest ? ManifestType : "application/octet-stream";
        context.Response.ContentLength = blob.Length;
        context.Response.Headers["Docker-Content-Digest"] = digest;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(blob, context.RequestAborted);
        }
    }
}
