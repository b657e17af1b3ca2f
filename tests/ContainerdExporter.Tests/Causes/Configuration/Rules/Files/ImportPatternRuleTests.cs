using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Files;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Files;

public sealed class ImportPatternRuleTests
{
    [Theory]
    [InlineData("imports = [⟦\"conf.d/*.toml\"⟧]\n")]
    [InlineData("imports = [\"a.toml\", ⟦\"*.toml\"⟧]\n")]
    public void Check_RelativePatternBefore17_PointsAtTheImport(string text) =>
        RuleCheck.Finds(new ImportPatternRule(), "1.6.20", ProblemSeverity.Warning, text);

    [Theory]
    [InlineData("1.7.0", "imports = [\"conf.d/*.toml\"]\n")]
    [InlineData("1.6.20", "imports = [\"/srv/*.toml\", \"conf.d/10.toml\"]\n")]
    public void Check_ResolvedAsMeant_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new ImportPatternRule(), release, text);
}
