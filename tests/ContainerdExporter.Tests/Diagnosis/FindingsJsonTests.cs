using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Tests.Collection;
using ContainerdExporter.Tests.Consistency;

namespace ContainerdExporter.Tests.Diagnosis;

/// <summary>docs/findings.md is the contract: its example is what the program writes, and its table has every field.</summary>
public sealed partial class FindingsJsonTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly string Document = File.ReadAllText(Repository.PathTo("docs/findings.md"));

    [Fact]
    public void Write_ExampleOfTheDocument_IsWhatIsWritten() => Assert.Equal(Example().Match(Document).Groups["json"].Value.TrimEnd(), FindingsJson.Write(Diagnosis()));

    [Fact]
    public void Write_EveryField_IsInTheDocumentsTableAndNoOther()
    {
        using var written = JsonDocument.Parse(FindingsJson.Write(Diagnosis()));
        Assert.Equal(
            PathsOf(written.RootElement, string.Empty).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            Row().Matches(Document).Select(row => row.Groups["path"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Document_Values_AreAllThatThereAre()
    {
        Assert.All(LabelText.All<Cause>(), cause => Assert.Contains($"`{cause}`", FieldOf("causes.cause"), StringComparison.Ordinal));
        Assert.All(LabelText.All<Severity>(), severity => Assert.Contains($"`{severity}`", FieldOf("findings.severity"), StringComparison.Ordinal));
        Assert.All(LabelText.All<CollectorState>().Where(state => state != "ok"), state => Assert.Contains($"`{state}`", FieldOf("causes.cannotSee.state"), StringComparison.Ordinal));
    }

    private static string FieldOf(string path) => Document.Split('\n').Single(line => line.StartsWith($"| `{path}` |", StringComparison.Ordinal));

    private static NodeDiagnosis Diagnosis()
    {
        var blind = new CollectorResult(new StubCollector("oom", _ => Task.FromResult("")), CollectorState.Denied, TimeSpan.Zero, null, "reading /dev/kmsg needs CAP_SYSLOG", null);
        var finding = new Finding(
            Cause.Disk,
            Severity.Critical,
            "ContainerdDiskFull",
            "/run/containerd/containerd.sock",
            "1.2 % (480.0 MiB) is left for root /var/lib/containerd on /.",
            [new Evidence("where", "root /var/lib/containerd on /")])
        { Seen = new Sighting(Time.AddMinutes(-3), TimeSpan.FromMinutes(3), IsAtLeast: true) };
        return new NodeDiagnosis(
            new NodeSnapshot(Time, []),
            [finding],
            [new CauseState(Cause.Disk, Severity.Critical, IsWatched: true, []), new CauseState(Cause.Memory, null, IsWatched: true, [blind])]);
    }

    private static IEnumerable<string> PathsOf(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => PathsOf(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}").Append(path.Length == 0 ? property.Name : $"{path}.{property.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => PathsOf(item, path)),
        _ => [],
    };

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example();

    [GeneratedRegex(@"^\| `(?<path>[A-Za-z.]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
