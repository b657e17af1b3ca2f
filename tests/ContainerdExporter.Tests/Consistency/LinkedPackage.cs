using System.Text.Json;
using System.Xml.Linq;

namespace ContainerdExporter.Tests.Consistency;

/// <summary>A package whose code is in the shipped binary, by its own metadata.</summary>
/// <param name="Name">As NuGet has it.</param>
/// <param name="Version">As NuGet has it.</param>
/// <param name="Licence">By its SPDX name.</param>
/// <param name="Copyright">Who holds it.</param>
/// <param name="Sha512">Of the package file, in hexadecimal.</param>
internal sealed record LinkedPackage(string Name, string Version, string Licence, string Copyright, string Sha512)
{
    /// <summary>What the last restore of the exporter resolved, without build tools and analyzers.</summary>
    public static IReadOnlyList<LinkedPackage> All { get; } = Read();

    private static List<LinkedPackage> Read()
    {
        using var restored = JsonDocument.Parse(File.ReadAllText(Repository.PathTo("src/ContainerdExporter/obj/project.assets.json")));
        var root = restored.RootElement;
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        return
        [
            .. root.GetProperty("targets").EnumerateObject()
                .SelectMany(target => target.Value.EnumerateObject())
                .Where(package => package.Value.TryGetProperty("runtime", out var assemblies) && assemblies.EnumerateObject().Any(each => each.Name.EndsWith(".dll", StringComparison.Ordinal)))
                .Select(package => package.Name)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.OrdinalIgnoreCase)
                .Select(package => Of(package, root.GetProperty("libraries").GetProperty(package), folders)),
        ];
    }

    private static LinkedPackage Of(string package, JsonElement library, IEnumerable<string> folders)
    {
        var (name, version) = package.Split('/') switch { [var first, var second] => (first, second), _ => throw new InvalidDataException(package) };
        var folder = folders.Select(each => Path.Combine(each, library.GetProperty("path").GetString()!)).First(Directory.Exists);
        var metadata = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single()).Root!.Elements().First();
        string? Field(string field) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == field)?.Value;
        return new LinkedPackage(
            name,
            version,
            Field("license") ?? throw new InvalidDataException($"{package} names no licence"),
            Field("copyright") ?? Field("authors")!,
            Convert.ToHexStringLower(Convert.FromBase64String(library.GetProperty("sha512").GetString()!)));
    }
}
