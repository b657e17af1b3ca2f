using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Causes.Configuration.Rules.Keys;

namespace ContainerdExporter.Tests.Causes.Configuration.Rules.Keys;

public sealed class PluginIdRuleTests
{
    [Theory]
    [InlineData("1.7.24", nameof(ProblemSeverity.Fatal), """
        version = 2
        disabled_plugins = [⟦"cri"⟧]
        """)]
    [InlineData("1.6.20", nameof(ProblemSeverity.Fatal), """
        version = 2
        [plugins.⟦cri⟧]
        sandbox_image = "x"
        """)]
    [InlineData("2.1.9", nameof(ProblemSeverity.Fatal), """
        version = 3
        required_plugins = [⟦"cri"⟧]
        """)]
    public void Check_Mistake_PointsAtTheToken(string release, string severity, string text) =>
        RuleCheck.Finds(new PluginIdRule(), release, Enum.Parse<ProblemSeverity>(severity), text);

    [Theory]
    [InlineData("2.1.9", """
        version = 3
        [plugins.cri]
        sandbox_image = "x"
        """)]
    [InlineData("1.7.24", """
        disabled_plugins = ["cri"]
        """)]
    public void Check_NoMistakeForTheRelease_NoProblem(string release, string text) =>
        RuleCheck.FindsNothing(new PluginIdRule(), release, text);
}
