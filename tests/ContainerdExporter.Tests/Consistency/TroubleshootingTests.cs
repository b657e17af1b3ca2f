using System.Text.RegularExpressions;
using ContainerdExporter.Exposition;
using ContainerdExporter.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerdExporter.Tests.Consistency;

/// <summary>An operator looks for the words that the exporter used.</summary>
public sealed partial class TroubleshootingTests
{
    private static readonly string Text = File.ReadAllText(Repository.PathTo("docs/troubleshooting.md"));

    [Fact]
    public void Messages_Always_AreThoseOfTheCode()
    {
        var messages = Says().Matches(Text).Select(match => match.Groups["message"].Value).ToList();
        var code = string.Concat(Directory.EnumerateFiles(Repository.PathTo("src/ContainerdExporter"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(File.ReadAllText));

        Assert.NotEmpty(messages);
        Assert.All(messages, message => Assert.Contains($"\"{message}\"", code, StringComparison.Ordinal));
    }

    [Fact]
    public void MetricsAndFlags_Always_Exist()
    {
        var options = TestOptions.Default;
        var known = CollectorCatalog.All.SelectMany(entry => entry.Create(options, NullLoggerFactory.Instance).Families).Concat(SelfMetrics.Families).Select(family => family.Name)
            .Concat(new ServeFlags().All.Select(flag => flag.Name))
            .ToHashSet(StringComparer.Ordinal);
        var named = Name().Matches(Text).Select(match => match.Groups["name"].Value).Where(name => name is not "--collector.NAME.timeout").ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, known));
    }

    [GeneratedRegex("^Says: `(?<message>.+)`$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Says();

    [GeneratedRegex(@"(?<name>\bcontainerd_[a-z_]+|--(web|path|containerd|collector)\.[\w.-]*\w)", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
