using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>The runc that containerd finds by its PATH is replaced by what cannot run, again and again, and in the end it is missing.</summary>
public sealed class RuntimeBrokenTests(AlertingChain alerting) : FaultTest(alerting)
{
    private const string Folder = "/opt/runtime";
    private const string Runc = Folder + "/runc";

    protected override string Alert => "ContainerdRuntimeBroken";

    protected override string Cause => "runtime";

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_runtime_binary_state{handler="runc",state="missing"} 1""",
        """containerd_runtime_binary_state{handler="runc",state="ok"} 0""",
        """containerd_runtime_default_handler{handler="runc"} 1""",
    ];

    protected override IReadOnlyList<string> Evidence => ["The OCI runtime of runtime handler runc is missing", $"in none of {Folder}"];

    protected override IReadOnlyList<Promise> Confirmed => [new("`not found`", "runc: not found$"), new("another code", "^rc 127$")];

    protected override IReadOnlyList<Promise> Verified => [new("Expect a version", "^runc version "), "rc 0"];

    protected override async Task PrepareAsync(TestNode node)
    {
        Blanks["IMAGE"] = BusyboxImage.Reference;
        node.Containerd.SearchPath = Folder;
        await BrokenPrograms.InstallAsync(node, Runc);
    }

    protected override async Task InjectAsync(TestNode node)
    {
        await AssertSeenAsync(node, "failing", "ended with code 1: this runc is broken", BrokenPrograms.ExitingAsync);
        await AssertSeenAsync(node, "wrong_architecture", "built for s390x", BrokenPrograms.ForeignAsync);
        await AssertSeenAsync(node, "not_executable", "is not executable", BrokenPrograms.NotExecutableAsync);
        await node.RunAsync("rm", Runc);
        await AssertNothingStartsAsync(node);
    }

    protected override async Task RepairAsync(TestNode node)
    {
        await BrokenPrograms.InstallAsync(node, Runc);
        await node.Containerd.RunToEndAsync("after");
    }

    private static async Task AssertSeenAsync(TestNode node, string state, string words, Func<TestNode, string, Task> breakIt)
    {
        await breakIt(node, Runc);
        var scrape = await node.Exporter.ScrapeAnewAsync();
        var expected = Expected.Parse($$"""containerd_runtime_binary_state{handler="runc",state="{{state}}"} 1""");
        Assert.True(scrape.Has(expected), $"no {expected}");
        Assert.Contains(words, await node.Exporter.GetTextAsync("api/v1/findings"), StringComparison.Ordinal);
        await AssertNothingStartsAsync(node);
    }

    /// <summary>What the exporter says is so.</summary>
    private static Task AssertNothingStartsAsync(TestNode node) =>
        Assert.ThrowsAsync<InvalidOperationException>(() => node.Containerd.RunToEndAsync("never"));
}
