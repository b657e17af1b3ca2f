using System.Net;
using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Web;

public sealed partial class PagesTests(ServingNode serving) : IClassFixture<ServingNode>
{
    private readonly Exporter exporter = serving.Node.Exporter;

    [Theory]
    [InlineData("")]
    [InlineData("-/healthy")]
    [InlineData("-/ready")]
    [InlineData("runbooks/")]
    [InlineData("api/v1/findings")]
    public async Task Page_OfHealthyNode_IsThere(string path)
    {
        using var response = await exporter.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task StatusPage_OfHealthyNode_NamesTheInstanceAndLinksOn()
    {
        var page = await exporter.GetTextAsync("");

        Assert.Contains("href=\"/metrics\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/runbooks/\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runbook_OfEveryAlert_IsServedAndSaysThatNothingIsSeen()
    {
        var rules = await File.ReadAllTextAsync(Repository.PathOf("alerts/containerd.rules.yml"));
        var alerts = AlertName().Matches(rules).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.NotEmpty(alerts);
        foreach (var alert in alerts)
        {
            using var response = await exporter.GetAsync($"runbooks/{alert}");
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{alert}: {response.StatusCode}");
            var saysNothingSeen = (await response.Content.ReadAsStringAsync()).Contains("Not seen on this node now.", StringComparison.Ordinal);
            Assert.True(saysNothingSeen != Machine.IsRightToSay(alert), $"{alert}: nothing seen: {saysNothingSeen}");
        }
    }

    [Fact]
    public async Task Runbook_OfUnknownAlert_IsNotFound()
    {
        using var response = await exporter.GetAsync("runbooks/NoSuchAlert");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [GeneratedRegex(@"^ *- alert: (?<name>\w+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex AlertName();
}
