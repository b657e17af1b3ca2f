using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Tests.Collection;

namespace ContainerdExporter.Tests.Diagnosis;

/// <summary>docs/findings.md is the contract: its example is what the program writes, and its table has every field.</summary>
public sealed class FindingsJsonTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly DocumentedJson Document = new("docs/findings.md");

    [Fact]
    public void Write_ExampleAndTableOfTheDocument_AreWhatIsWritten() => Document.AssertDescribes(FindingsJson.Write(Diagnosis()));

    [Fact]
    public void Document_Values_AreAllThatThereAre()
    {
        Assert.All(LabelText.All<Cause>(), cause => Assert.Contains($"`{cause}`", Document.Field("causes.cause"), StringComparison.Ordinal));
        Assert.All(LabelText.All<Severity>(), severity => Assert.Contains($"`{severity}`", Document.Field("findings.severity"), StringComparison.Ordinal));
        Assert.All(LabelText.All<CollectorState>().Where(state => state != "ok"), state => Assert.Contains($"`{state}`", Document.Field("causes.cannotSee.state"), StringComparison.Ordinal));
    }

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
}
