using ContainerdExporter.Knowledge;

namespace ContainerdExporter.Tests.Knowledge;

public sealed class RunbookTests
{
    public static TheoryData<string> Alerts => [.. Runbooks.Load().All.Select(runbook => runbook.Alert)];

    private static readonly string[] Sections =
        ["Meaning", "Impact", "Confirm", "Decide", "Fix", "Verify", "False positives", "Prevent", "Escalate", "Related"];

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Section_OfEveryRunbook_IsThere(string alert) =>
        Assert.Equal([], Sections.Where(section => Runbooks.Load().Find(alert)!.Section(section).Length == 0));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Escalate_OfEveryRunbook_SavesTheEvidence(string alert) =>
        Assert.Contains("containerd-exporter doctor --bundle \"/dev/shm/", Runbooks.Load().Find(alert)!.Section("Escalate"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Alerts))]
    public void ToHtml_OfEveryRunbook_LinksOnlyToPagesThatExist(string alert)
    {
        var html = Runbooks.Load().Find(alert)!.ToHtml();
        Assert.DoesNotContain(".md\"", html, StringComparison.Ordinal);
        var links = html.Split("href=\"").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]);
        Assert.Equal([], links.Where(link => Runbooks.Load().Find(link) is null && !link.StartsWith("https://", StringComparison.Ordinal) && !link.StartsWith('#')));
    }

    [Fact]
    public void ToHtml_MarkupInText_IsEscaped() =>
        Assert.DoesNotContain("<script", new Runbook("X", "a <script>alert(1)</script> b").ToHtml(), StringComparison.Ordinal);

    [Fact]
    public void Section_LastOfTheFile_EndsWithIt() =>
        Assert.Equal("text", new Runbook("X", "# X\n\n## A\n\ntext\n").Section("A"));
}
