using System.Text.RegularExpressions;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;
using ContainerdExporter.Hosting;
using ContainerdExporter.Knowledge;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerdExporter.Tests.Consistency;

/// <summary>alert ↔ runbook ↔ metric ↔ code, in both directions.</summary>
public sealed partial class AlertConsistencyTests
{
    public static TheoryData<string> AlertNames => [.. Repository.Rules.Select(rule => rule.Name).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(AlertNames))]
    public void Alert_Always_HasARunbookThatTheBinaryCarries(string alert) =>
        Assert.StartsWith($"# {alert}", Runbooks.Load().Find(alert)?.Markdown ?? "(no runbook)", StringComparison.Ordinal);

    [Fact]
    public void Runbook_Always_BelongsToAnAlert() =>
        Assert.Equal([], Runbooks.Load().All.Select(runbook => runbook.Alert).Except(Repository.Rules.Select(rule => rule.Name), StringComparer.Ordinal));

    [Fact]
    public void Rule_Always_NamesOnlyExportedMetrics()
    {
        var exported = Families().Select(family => family.Name).ToHashSet(StringComparer.Ordinal);
        var used = Repository.Rules.SelectMany(rule => MetricName().Matches(rule.Expression)).Select(match => match.Value).Distinct(StringComparer.Ordinal);
        Assert.Equal([], used.Where(name => !exported.Contains(name)));
    }

    [Fact]
    public void Rule_Always_CarriesAKnownCause() =>
        Assert.Equal([], Repository.Rules.Select(rule => rule.Cause).Except(LabelText.All<Cause>(), StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(AlertNames))]
    public void Rule_Always_LinksToItsOwnRunbookOnTheExporterThatSawIt(string alert)
    {
        foreach (var rule in Repository.Rules.Where(rule => rule.Name == alert))
        {
            Assert.Equal($"http://{{{{ $labels.instance }}}}/runbooks/{alert}", rule.Annotations["runbook_url"]);
        }
    }

    [Fact]
    public void Families_Always_AreUniqueAndWellFormed()
    {
        var families = Families().ToList();
        Assert.Equal(families.Count, families.Select(family => family.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(families, family =>
        {
            Assert.StartsWith("containerd_", family.Name, StringComparison.Ordinal);
            Assert.Equal(family.Kind == MetricKind.Counter, family.Name.EndsWith("_total", StringComparison.Ordinal));
            Assert.DoesNotContain('\n', family.Help);
            Assert.EndsWith(".", family.Help, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<MetricFamily> Families()
    {
        var options = TestOptions.Default;
        return CollectorCatalog.All.SelectMany(entry => entry.Create(options, NullLoggerFactory.Instance).Families).Concat(SelfMetrics.Families);
    }

    [GeneratedRegex(@"\bcontainerd_[a-z_]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MetricName();
}
