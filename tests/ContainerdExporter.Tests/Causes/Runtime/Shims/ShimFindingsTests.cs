using ContainerdExporter.Causes.Runtime.Shims;
using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Linux;
using static ContainerdExporter.Tests.Causes.Runtime.Shims.ShimSamples;

namespace ContainerdExporter.Tests.Causes.Runtime.Shims;

public sealed class ShimFindingsTests
{
    [Fact]
    public void Of_AttachedShims_FindsNothing() => Assert.Empty(Judge(Survey([Task("a")], [Bundle("a")]), ShimState.Attached));

    [Fact]
    public void Of_NoSurveyYet_FindsOnlyWhatIsVisibleNow() =>
        Assert.Equal("ContainerdShimUnresponsive", Assert.Single(Judge(null, ShimState.Unresponsive)).Alert);

    [Fact]
    public void Of_SilentShim_NamesItsContainer()
    {
        var finding = Assert.Single(Judge(Survey([Task("a", ContainerdTaskStatus.Unknown)], [Bundle("a")]), ShimState.Unresponsive));

        Assert.Equal(("ContainerdShimUnresponsive", Severity.Critical, Address), (finding.Alert, finding.Severity, finding.Address));
        Assert.Equal(new Evidence("pid 100 (k8s.io/a)", "it gave containerd no answer within 2 s, twice; state S; age 60 min"), Assert.Single(finding.Evidence));
    }

    [Theory]
    [InlineData("timeout", true)]
    [InlineData("failed", false)] // The daemon's own trouble, told by the probe ladder.
    [InlineData("ok", false)]
    public void Of_TasksNotListed_CountsWhereOnlyTheShimsCanBeToBlame(string state, bool isFound) =>
        Assert.Equal(isFound, Judge(Survey([], []) with { State = Enum.Parse<TaskListState>(state, ignoreCase: true), Tasks = null }, ShimState.Attached).Any());

    [Fact]
    public void Of_Orphan_SaysWhy()
    {
        var finding = Assert.Single(Judge(Survey([], []), ShimState.Orphaned));

        Assert.Equal(("ContainerdShimOrphaned", Severity.Warning), (finding.Alert, finding.Severity));
        Assert.StartsWith("its container ended, and nobody deleted the task", Assert.Single(finding.Evidence).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_BundleWithoutShim_NamesTheSilentSocket()
    {
        var surveyed = new SurveyedShims(Survey([], []), Nothing with { Bundles = new HashSet<ShimBundle> { Bundle("a") } }, Ended: 0);

        var finding = Assert.Single(ShimFindings.Of(new ShimSample([new InstanceShims(Address, [], surveyed)])));

        Assert.Equal("ContainerdShimOrphaned", finding.Alert);
        Assert.Equal(new Evidence("k8s.io/a", "nothing listens on /run/containerd/s/a"), Assert.Single(finding.Evidence));
    }

    private static IEnumerable<Finding> Judge(ShimSurvey? survey, ShimState state)
    {
        var shim = Shim("a");
        var orphans = new Dictionary<ProcessIdentity, OrphanReason> { [shim.Process.Identity] = OrphanReason.Ended };
        var surveyed = survey is null ? null : new SurveyedShims(survey, Nothing with { Orphans = orphans }, Ended: 0);
        return ShimFindings.Of(new ShimSample([new InstanceShims(Address, [new JudgedShim(shim, state, TimeSpan.FromHours(1))], surveyed)]));
    }
}
