using System.Runtime.CompilerServices;
using YamlDotNet.RepresentationModel;

namespace ContainerdExporter.Tests.Consistency;

/// <summary>The files of the repository that must agree with each other and with the code.</summary>
internal static class Repository
{
    public static readonly string Root = FindRoot();

    /// <summary>Every alerting rule of <c>alerts/containerd.rules.yml</c>.</summary>
    public static IReadOnlyList<AlertRule> Rules { get; } = ReadRules();

    public static string PathTo(string relative) => Path.Combine(Root, relative);

    private static string FindRoot([CallerFilePath] string source = "")
    {
        var directory = Path.GetDirectoryName(source)!;
        while (!File.Exists(Path.Combine(directory, "ContainerdExporter.sln")))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        return directory;
    }

    private static List<AlertRule> ReadRules()
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(PathTo("alerts/containerd.rules.yml"));
        yaml.Load(reader);
        var groups = (YamlSequenceNode)yaml.Documents[0].RootNode["groups"];
        return
        [
            .. groups.SelectMany(group => (YamlSequenceNode)group["rules"]).Select(rule => new AlertRule(
                rule["alert"].ToString(),
                rule["expr"].ToString(),
                rule["labels"]["severity"].ToString(),
                rule["labels"]["cause"].ToString(),
                ((YamlMappingNode)rule["annotations"]).ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString(), StringComparer.Ordinal))),
        ];
    }
}

internal sealed record AlertRule(string Name, string Expression, string Severity, string Cause, IReadOnlyDictionary<string, string> Annotations);
