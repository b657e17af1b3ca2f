using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.ConfigCorpus;

namespace ContainerdExporter.Tests.Causes.Configuration;

/// <summary>The linter against the verdicts that the real daemons gave when the corpus was last recorded.</summary>
public sealed class CorpusTests
{
    private static readonly IReadOnlyDictionary<(string Release, string Case), ConfigVerdict> Verdicts = CorpusVerdicts.Read();

    [Theory]
    [InlineData("1.6")]
    [InlineData("1.7")]
    [InlineData("2.1")]
    public void Check_EveryCase_VerdictIsTheDaemons(string release)
    {
        var disagreements = new List<string>();
        foreach (var corpusCase in CorpusCase.All.Where(one => !ParserDisagreements.Contains(release, one.Id)))
        {
            var report = corpusCase.Check(CorpusCase.Releases[release]);
            var daemons = Verdicts[(release, corpusCase.Id)];
            if (report.Verdict != daemons)
            {
                disagreements.Add($"{corpusCase.Id}: daemon {daemons}, ours {report.Verdict} {string.Join("; ", report.Problems.Take(2).Select(problem => $"{problem.Rule}: {problem.Message}"))}");
            }
        }

        Assert.True(disagreements.Count == 0, string.Join('\n', disagreements));
    }

    [Fact]
    public void Check_EveryCase_BadOnesShowTheirRuleAndGoodOnesDoNot()
    {
        var wrong = CorpusCase.All
            .Where(one => ConfigRules.All.Any(rule => rule.Name == one.Rule))
            .Where(one => one.IsBad != CorpusCase.Releases.Values.Any(release => one.Check(release).Problems.Any(problem => problem.Rule == one.Rule)))
            .Select(one => one.Id)
            .ToList();

        Assert.Empty(wrong);
    }

    [Fact]
    public void Check_EveryRule_HasAtLeastTwoBadCasesAndAGoodOne()
    {
        var thin = ConfigRules.All
            .Select(rule => rule.Name)
            .Where(rule => CorpusCase.All.Count(one => one.Rule == rule && one.IsBad) < 2 || !CorpusCase.All.Any(one => one.Rule == rule && !one.IsBad))
            .ToList();

        Assert.Empty(thin);
    }

    [Theory]
    [InlineData("1.6")]
    [InlineData("1.7")]
    [InlineData("2.1")]
    public void Check_TheDaemonsOwnDefault_NoFinding(string release)
    {
        var own = CorpusCase.All.Single(one => one.Id == $"defaults/good-containerd-{release}");

        Assert.Empty(own.Check(CorpusCase.Releases[release]).Problems);
    }
}
