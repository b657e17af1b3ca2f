using System.Text;
using ContainerdExporter.DaemonLog;
using ContainerdExporter.Tests.Consistency;

namespace ContainerdExporter.Tests.DaemonLog;

/// <summary>What real daemons have written: in health, and after one fault each, under a heading of its name.</summary>
internal static class LogCorpus
{
    public static readonly IReadOnlyList<string> Releases = ["1.6", "1.7", "2.1"];

    public static IReadOnlyList<string> Healthy(string release) => Read($"healthy-{release}.log");

    public static IReadOnlyList<string> Json => Read("json-2.1.log");

    public static IReadOnlyList<string> Fault(string release, string name) =>
        [.. Read($"faults-{release}.log").SkipWhile(line => line != $"#### {name}").Skip(1).TakeWhile(line => !line.StartsWith("#### ", StringComparison.Ordinal))];

    /// <summary>The patterns of the lines, in their order.</summary>
    public static IReadOnlyList<(LogPattern Pattern, string Text)> Judge(IEnumerable<string> lines)
    {
        var classifier = new LogClassifier();
        var found = lines.SelectMany(line => classifier.Take(LogLineParser.Parse(Encoding.UTF8.GetBytes(line)))).ToList();
        return [.. found.Concat(classifier.Settle()).Select(each => (each.Pattern, each.Line.Text))];
    }

    /// <summary>As <c>pattern count</c>, by name.</summary>
    public static string Summary(IEnumerable<string> lines) => string.Join(
        ", ",
        Judge(lines).GroupBy(each => each.Pattern).OrderBy(group => group.Key).Select(group => $"{group.Key.ToLabel()} {group.Count()}"));

    private static string[] Read(string name) => File.ReadAllLines(Repository.PathTo($"tests/ContainerdExporter.Tests/DaemonLog/Logs/{name}"));
}
