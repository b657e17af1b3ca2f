using ContainerdExporter.Knowledge;
using ContainerdExporter.Tests.Consistency;

namespace ContainerdExporter.Tests.Knowledge;

public sealed class AlertRulesTests
{
    [Fact]
    public void Text_Always_IsTheFileOfTheRepository() =>
        Assert.Equal(File.ReadAllText(Repository.PathTo("alerts/containerd.rules.yml")), AlertRules.Text);

    [Theory]
    [InlineData("https://wiki.example/runbooks")]
    [InlineData("https://wiki.example/runbooks/")]
    public void WithRunbooksAt_Url_MovesEveryLink(string url)
    {
        var rules = AlertRules.WithRunbooksAt(new Uri(url));
        Assert.DoesNotContain("$labels.instance }}/runbooks", rules, StringComparison.Ordinal);
        Assert.Contains("runbook_url: https://wiki.example/runbooks/ContainerdDown\n", rules, StringComparison.Ordinal);
    }
}
