using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.CommandLine;

public sealed partial class NativePublishTests
{
    private const long LargestBinary = 22_000_000;

    [Fact]
    public async Task Publish_OfAllSources_WarnsOfNothing()
    {
        var log = await PublishedExporter.PublishLogAsync();

        Assert.Contains("Generating native code", log, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"warning|\bIL[23]\d{3}\b", log);
    }

    [Fact]
    public async Task Publish_OfAllSources_MakesOneSmallBinary()
    {
        var binary = new FileInfo(await PublishedExporter.PathAsync());

        Assert.InRange(binary.Length, 1, LargestBinary);
        Assert.Empty(binary.Directory!.EnumerateFiles("*.so"));
    }

    /// <summary>The compiler's own list of what it took in, against the bill of materials that is shipped.</summary>
    [Fact]
    public async Task Publish_OfAllSources_ListsEveryPackageThatItCompiles()
    {
        var beside = Path.GetDirectoryName(await PublishedExporter.PathAsync())!;
        var bill = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(beside, "sbom.cdx.json")))!;
        var listed = bill["components"]!.AsArray().Select(part => (string)part!["purl"]!).ToList();
        var compiled = Directory.EnumerateFiles(Repository.PathOf("src/ContainerdExporter/obj/Release"), "*.ilc.rsp", SearchOption.AllDirectories)
            .SelectMany(File.ReadAllLines)
            .Select(line => PackagePath().Match(line))
            .Where(match => match.Success && !match.Groups["name"].Value.StartsWith("microsoft.netcore.app.runtime.", StringComparison.Ordinal) && !match.Groups["name"].Value.StartsWith("microsoft.aspnetcore.app.runtime.", StringComparison.Ordinal))
            .Where(match => !match.Groups["name"].Value.Contains("ilcompiler", StringComparison.Ordinal))
            .Select(match => $"pkg:nuget/{match.Groups["name"].Value}@{match.Groups["version"].Value}")
            .Distinct(StringComparer.Ordinal)
            .ToList();

        Assert.NotEmpty(compiled);
        Assert.Equal(compiled.Order(StringComparer.Ordinal), listed.Where(purl => purl.StartsWith("pkg:nuget/", StringComparison.Ordinal)).Select(purl => purl.ToLowerInvariant()).Order(StringComparer.Ordinal));
        Assert.Contains(listed, purl => purl.StartsWith($"pkg:generic/dotnet-runtime@{Environment.Version.Major}.", StringComparison.Ordinal));
        Assert.True(new FileInfo(Path.Combine(beside, "dotnet-notices.txt")).Length > 1000);
    }

    [GeneratedRegex(@"^(-r:|--reference:)?.*/packages/(?<name>[^/]+)/(?<version>[^/]+)/.*\.dll$", RegexOptions.ExplicitCapture)]
    private static partial Regex PackagePath();
}
