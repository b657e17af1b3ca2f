using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Files;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Files;

public sealed class ImportMissingRuleTests
{
    [Theory]
    [InlineData("imports = [⟦\"/srv/none.toml\"⟧]\n")]
    [InlineData("imports = [\"/srv/*.toml\", ⟦\"none.toml\"⟧]\n")]
    public void Check_NoSuchFile_PointsAtTheImport(string text) =>
        RuleCheck.Finds(new ImportMissingRule(), "2.1.9", ProblemSeverity.Fatal, text);

    [Fact]
    public void Check_PatternWithoutMatch_NoProblem() =>
        RuleCheck.FindsNothing(new ImportMissingRule(), "2.1.9", "imports = [\"/srv/*.toml\"]\n");
}
