using System.Text.RegularExpressions;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;
using ContainerdExporter.Tests.Consistency;
using YamlDotNet.RepresentationModel;

namespace ContainerdExporter.Tests.Diagnosis;

public sealed partial class FindingOrderTests
{
    [Fact]
    public void Sort_FullDiskUnderADeadDaemon_NamesTheDiskFirst()
    {
        var sorted = FindingOrder.Sort([Finding(Cause.Liveness, Severity.Critical), Finding(Cause.Configuration, Severity.Warning), Finding(Cause.Disk, Severity.Critical)]);
        Assert.Equal([Cause.Disk, Cause.Liveness, Cause.Configuration], sorted.Select(finding => finding.Cause));
    }

    /// <summary>The pages and the doctor tell the story that the notifications tell: what inhibits comes first.</summary>
    [Fact]
    public void Depth_OfWhatInhibits_IsNeverAboveWhatItInhibits()
    {
        var causes = Repository.Rules.ToLookup(rule => rule.Name, rule => rule.Cause, StringComparer.Ordinal);
        foreach (var (source, target) in Inhibitions().Where(pair => pair.Source != "ContainerdExporterDown"))
        {
            Assert.True(DepthOf(causes[source].First()) <= DepthOf(causes[target].First()), $"{target} is listed before {source}, which explains it");
        }
    }

    private static Finding Finding(Cause cause, Severity severity) => new(cause, severity, "TestAlert", null, "It broke.", []);

    private static int DepthOf(string cause) => FindingOrder.Depth(Enum.GetValues<Cause>().Single(each => each.ToLabel() == cause));

    private static IEnumerable<(string Source, string Target)> Inhibitions()
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Repository.PathTo("alerts/alertmanager.example.yml"));
        yaml.Load(reader);
        return ((YamlSequenceNode)yaml.Documents[0].RootNode["inhibit_rules"]).SelectMany(rule =>
            Alerts(rule["source_matchers"]).SelectMany(source => Alerts(rule["target_matchers"]).Select(target => (source, target))));
    }

    private static IEnumerable<string> Alerts(YamlNode matchers) => Name().Matches(matchers.ToString()).Select(match => match.Value);

    [GeneratedRegex("Containerd[A-Z][A-Za-z]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
