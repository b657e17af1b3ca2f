using ContainerdExporter.Causes.Runtime.Processes;
using ContainerdExporter.Diagnosis;
using static ContainerdExporter.Tests.Causes.Runtime.Processes.RuntimeProcessSamples;

namespace ContainerdExporter.Tests.Causes.Runtime.Processes;

public sealed class RuntimeProcessFindingsTests
{
    [Fact]
    public void Of_HealthyProcesses_FindsNothing() =>
        Assert.Empty(RuntimeProcessFindings.Of(Sample(Of("create", age: 1), Of("init", age: 1000, waits: AwaitingStart), Of("exec id sh", age: 1000))));

    [Fact]
    public void Of_BlockedProcess_ShowsTheKernelsWords()
    {
        var finding = Assert.Single(RuntimeProcessFindings.Of(Sample(
            Of("create --bundle /b", state: 'D', age: 90, waits: Sleeping with { Channel = "rpc_wait_bit_killable", Stack = ["rpc_wait_bit_killable", "nfs_getattr"], IsBlocked = true }))));

        Assert.Equal(("ContainerdRuntimeStuck", Severity.Critical, (string?)null), (finding.Alert, finding.Severity, finding.Address));
        Assert.Equal("1 OCI runtime process is stuck (runc create): blocked inside the kernel, where no signal reaches it.", finding.Summary);
        var evidence = Assert.Single(finding.Evidence);
        Assert.Equal("pid 4242 (runc create)", evidence.What);
        Assert.Contains("waits in rpc_wait_bit_killable; kernel stack rpc_wait_bit_killable < nfs_getattr", evidence.Value, StringComparison.Ordinal);
        Assert.EndsWith("command line runc create --bundle /b", evidence.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SeveralReasons_IsOneFindingEach() => Assert.Equal(
        ["cgroup is frozen", "done in a second"],
        RuntimeProcessFindings.Of(Sample(Of("start id", age: 70), Of("create", age: 70, waits: Sleeping with { IsFrozen = true }), Of("kill id", age: 99)))
            .Select(finding => string.Join(' ', finding.Summary.TrimEnd('.').Split(' ').TakeLast(finding.Summary.Contains("frozen", StringComparison.Ordinal) ? 3 : 4))));

    [Fact]
    public void Of_ManyProcesses_IsBounded()
    {
        var many = Enumerable.Range(0, 500).Select(_ => Of($"create {new string('x', 4000)}", age: 100)).ToArray();

        var finding = Assert.Single(RuntimeProcessFindings.Of(Sample(many)));

        Assert.StartsWith("500 OCI runtime processes are stuck (runc create)", finding.Summary, StringComparison.Ordinal);
        Assert.InRange(finding.Evidence.Sum(evidence => evidence.Value.Length), 1, 8000);
    }
}
