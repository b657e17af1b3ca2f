using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Diagnosis.Timeline;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Diagnosis.Timeline;

/// <summary>docs/timeline.md is the contract.</summary>
public sealed class TimelineJsonTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 14, 2, 0, TimeSpan.Zero);

    [Fact]
    public void Write_ExampleAndTableOfTheDocument_AreWhatIsWritten()
    {
        var history = new FindingHistory(new FakeTimeProvider(Time), boot: null);
        history.Remember(Time.AddSeconds(-15), [new SourceLook("all", [], [])]);
        history.Remember(Time, [new SourceLook("all", [Found], [])]);
        history.Remember(Time.AddMinutes(3), [new SourceLook("all", [Found], [new Landmark("containerd started", Cause.Liveness, "/run/containerd/containerd.sock", "1", Time.AddMinutes(2))])]);
        new DocumentedJson("docs/timeline.md").AssertDescribes(
            TimelineJson.Write(new NodeDiagnosis(new NodeSnapshot(Time.AddMinutes(3), []), [], []) { Changes = history.State.Changes }));
    }

    private static Finding Found => new(
        Cause.Disk,
        Severity.Critical,
        "ContainerdDiskFull",
        "/run/containerd/containerd.sock",
        "1.2 % (480.0 MiB) is left for root /var/lib/containerd on /.",
        [new Evidence("where", "root /var/lib/containerd on /")]);
}
