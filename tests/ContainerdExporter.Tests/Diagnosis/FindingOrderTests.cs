using System.Text.RegularExpressions;
using ContainerdExporter.Diagnosis;
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

    [Fact]
    public void Sort_DirectoryAtTheSocketsPath_ComesBeforeTheConfigurationThatNamesThePath()
    {
        var sorted = FindingOrder.Sort([Finding(Cause.Configuration, Severity.Critical), Finding(Cause.Socket, Severity.Critical) with { Alert = "ContainerdSocketBlocked" }, Finding(Cause.Disk, Severity.Critical)]);
        Assert.Equal([Cause.Disk, Cause.Socket, Cause.Configuration], sorted.Select(finding => finding.Cause));
    }

    [Fact]
    public void Escalation_DegradedConfigurationWhereCriIsDead_IsCritical()
    {
        var degraded = Finding(Cause.Configuration, Severity.Warning) with { Alert = "ContainerdConfigDegraded", Address = "/a" };
        var dead = Finding(Cause.Liveness, Severity.Critical) with { Alert = "ContainerdCriFailed", Address = "/a" };
        Assert.Equal([Severity.Critical, Severity.Critical], Escalation.Of([degraded, dead]).Select(finding => finding.Severity));
        Assert.Equal(Severity.Warning, Escalation.Of([degraded, dead with { Address = "/b" }]).First().Severity);
        Assert.Equal(Severity.Warning, Escalation.Of([degraded, dead with { Severity = Severity.Warning }]).First().Severity);
    }

    /// <summary>The pages and the doctor tell the story that the notifications tell: what inhibits comes first.</summary>
    [Fact]
    public void Depth_OfWhatInhibits_IsNeverAboveWhatItInhibits()
    {
        var causes = Repository.Rules.ToLookup(rule => rule.Name, rule => rule.Cause, StringComparer.Ordinal);
        foreach (var (source, target) in Inhibitions().Where(pair => pair.Source != "ContainerdExporterDown"))
        {
            Assert.True(DepthOf(source, causes[source].First()) <= DepthOf(target, causes[target].First()), $"{target} is listed before {source}, which explains it");
        }
    }

    private static Finding Finding(Cause cause, Severity severity) => new(cause, severity, "TestAlert", null, "It broke.", []);

    private static int DepthOf(string alert, string cause) => FindingOrder.Depth(alert, cause);

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
