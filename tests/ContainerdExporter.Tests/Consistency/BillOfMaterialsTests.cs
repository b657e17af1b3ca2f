using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Tests.Consistency;

/// <summary>
/// What is in the binary, and under which licences, as a CycloneDX document and as Debian's copyright file: written from the packages'
/// own metadata. With <c>UPDATE_DOCS=1</c> in the environment these tests write them anew.
/// </summary>
public sealed class BillOfMaterialsTests
{
    /// <summary>The publish puts in the version that it links.</summary>
    private const string DotnetVersion = "@DOTNET_VERSION@";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Sbom_Always_ListsWhatIsLinked() => AssertIs("deploy/sbom.cdx.json", Sbom());

    [Fact]
    public void Copyright_Always_CoversWhatIsLinked() => AssertIs("deploy/debian/copyright", Copyright());

    private static void AssertIs(string file, string expected)
    {
        var path = Repository.PathTo(file);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path));
    }

    private static string Sbom()
    {
        var own = Component("application", "containerd-exporter", SelfMetrics.Version, "Apache-2.0", "pkg:generic/containerd-exporter");
        var runtime = Component("framework", ".NET", DotnetVersion, "MIT", "pkg:generic/dotnet-runtime");
        runtime["cpe"] = $"cpe:2.3:a:microsoft:.net:{DotnetVersion}:*:*:*:*:*:*:*";
        var web = Component("framework", "ASP.NET Core", DotnetVersion, "MIT", "pkg:generic/aspnetcore-runtime");
        web["cpe"] = $"cpe:2.3:a:microsoft:asp.net_core:{DotnetVersion}:*:*:*:*:*:*:*";
        var packages = LinkedPackage.All.Select(package =>
        {
            var component = Component("library", package.Name, package.Version, package.Licence, $"pkg:nuget/{package.Name}");
            component["copyright"] = package.Copyright;
            component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = package.Sha512 });
            return component;
        }).ToList();
        var parts = new[] { runtime, web }.Concat(packages).ToList();
        var document = new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = own },
            ["components"] = new JsonArray([.. parts]),
            ["dependencies"] = new JsonArray(new JsonObject
            {
                ["ref"] = own["bom-ref"]!.DeepClone(),
                ["dependsOn"] = new JsonArray([.. parts.Select(part => part["bom-ref"]!.DeepClone())]),
            }),
        };
        return document.ToJsonString(Readable) + "\n";
    }

    private static JsonObject Component(string type, string name, string version, string licence, string package) => new()
    {
        ["type"] = type,
        ["bom-ref"] = $"{package}@{version}",
        ["name"] = name,
        ["version"] = version,
        ["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = licence } }),
        ["purl"] = $"{package}@{version}",
    };

    private static string Copyright()
    {
        var text = new StringBuilder("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: containerd-exporter\n");
        text.Append("Comment: The program is linked with the packages below, which are named with their place in NuGet's cache,\n");
        text.Append(" and with .NET, whose own list of third parties is in dotnet-notices.txt.\n");
        Files(text, "*", "2026 The ContainerdExporter authors", "Apache-2.0");
        Files(text, "dotnet/*", ".NET Foundation and Contributors", "MIT");
        foreach (var package in LinkedPackage.All)
        {
            Files(text, $"{package.Name.ToLowerInvariant()}/*", package.Copyright, package.Licence);
        }

        text.Append("\nLicense: Apache-2.0\n On Debian systems, the full text of the Apache License 2.0 is in\n /usr/share/common-licenses/Apache-2.0.\n");
        foreach (var licence in LinkedPackage.All.Select(package => package.Licence).Append("MIT").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Where(each => each != "Apache-2.0"))
        {
            text.Append($"\nLicense: {licence}\n");
            foreach (var line in Licences.TextOf(licence).Split('\n'))
            {
                text.Append(line.Length == 0 ? " .\n" : $" {line}\n");
            }
        }

        return text.ToString();
    }

    private static void Files(StringBuilder text, string files, string holder, string licence) =>
        text.Append($"\nFiles: {files}\nCopyright: {Holder(holder)}\nLicense: {licence}\n");

    private static string Holder(string text) =>
        text.Replace("Copyright", string.Empty, StringComparison.Ordinal).Replace("©", string.Empty, StringComparison.Ordinal).Replace("(c)", string.Empty, StringComparison.Ordinal)
            .Replace(" All rights reserved.", string.Empty, StringComparison.Ordinal).Trim();
}
