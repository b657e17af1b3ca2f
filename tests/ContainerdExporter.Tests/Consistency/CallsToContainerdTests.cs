using System.Text.RegularExpressions;

namespace ContainerdExporter.Tests.Consistency;

/// <summary>What the exporter has no client for, it cannot call.</summary>
public sealed partial class CallsToContainerdTests
{
    [Fact]
    public void Protos_Always_HaveTheCallsThatTheReadmeListsAndNoOther()
    {
        var known = Directory.EnumerateFiles(Repository.PathTo("src/ContainerdExporter/Containerd/Protos"), "*.proto", SearchOption.AllDirectories)
            .SelectMany(file => CallsOf(File.ReadAllText(file)));
        var listed = Listed().Matches(File.ReadAllText(Repository.PathTo("README.md"))).Select(match => match.Groups["path"].Value);

        Assert.Equal(known.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> CallsOf(string proto)
    {
        var package = Package().Match(proto).Groups["name"].Value;
        var service = Service().Match(proto).Groups["name"].Value;
        return Rpc().Matches(proto).Select(match => $"/{package}.{service}/{match.Groups["name"].Value}");
    }

    [GeneratedRegex(@"^package (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Package();

    [GeneratedRegex(@"^service (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Service();

    [GeneratedRegex(@"^ *rpc (?<name>\w+)\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Rpc();

    [GeneratedRegex(@"^\| `(?<path>/[\w.]+/\w+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Listed();
}
