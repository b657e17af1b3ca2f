using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>What <c>doctor --bundle</c> has written on a node.</summary>
/// <param name="Command">How doctor ended.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Files">What is in it, by its name without the directory.</param>
public sealed record MadeBundle(CommandResult Command, byte[] Bytes, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Why a file is not in it; null when it is.</summary>
    public string? MissingBecause(string name)
    {
        using var manifest = JsonDocument.Parse(Files["manifest.json"]);
        return manifest.RootElement.GetProperty("missing").EnumerateArray()
            .Where(file => file.GetProperty("name").GetString() == name)
            .Select(file => file.GetProperty("reason").GetString())
            .SingleOrDefault();
    }

    /// <param name="node">Where.</param>
    /// <param name="path">The file, on the node; it must not exist.</param>
    /// <param name="before">Words before the command, such as those that give up a permission.</param>
    public static async Task<MadeBundle> MakeAsync(TestNode node, string path, params string[] before)
    {
        const string Program = "/run/node/containerd-exporter";
        await node.RunAsync("cp", "--update", await PublishedExporter.PathAsync(), Program);
        var command = await node.TryRunAsync([.. before, Program, "doctor", "--bundle", path]);
        Assert.True(File.Exists(node.PathOf(path)), $"no bundle: {command}");
        var bytes = await File.ReadAllBytesAsync(node.PathOf(path));
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var plain = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        await using var tar = new TarReader(plain);
        while (await tar.GetNextEntryAsync(copyData: true) is { } entry)
        {
            using var content = new StreamReader(entry.DataStream ?? Stream.Null, Encoding.UTF8);
            files.Add(entry.Name[(entry.Name.IndexOf('/', StringComparison.Ordinal) + 1)..], await content.ReadToEndAsync());
        }

        return new MadeBundle(command, bytes, files);
    }
}
