using ContainerdExporter.Causes.Runtime.Shims;
using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Linux;
using static ContainerdExporter.Tests.Causes.Runtime.Shims.ShimSamples;

namespace ContainerdExporter.Tests.Causes.Runtime.Shims;

public sealed class ShimHistoryTests
{
    private static readonly ProcessIdentity Identity = new(100, 5);

    private readonly ShimHistory history = new();
    private double now;

    [Fact]
    public void Confirm_FirstSuspicion_WaitsForOneThatLasts()
    {
        Assert.Equal([0, 0, 1, 1], [Look(Orphan()), Look(Orphan()), Look(Orphan()), Look(Orphan())]);
    }

    [Fact]
    public void Confirm_ServedInBetween_StartsAgain() =>
        Assert.Equal([0, 0, 0, 0], [Look(Orphan()), Look(Orphan()), Look(Nothing), Look(Orphan())]);

    [Fact]
    public void Confirm_AnotherReason_StartsAgain() =>
        Assert.Equal([0, 0, 0], [Look(Orphan()), Look(Orphan()), Look(Orphan(OrphanReason.Ended))]);

    [Fact]
    public void Confirm_FailedSurvey_ChangesNothing() =>
        Assert.Equal([0, 0, 1, 1], [Look(Orphan()), Look(null), Look(Orphan()), Look(null)]);

    [Fact]
    public void Confirm_Bundle_IsTreatedAlike()
    {
        var bundle = Nothing with { Bundles = new HashSet<ShimBundle> { Bundle("a") } };

        Assert.Equal([0, 0, 1], [Look(bundle), Look(bundle), Look(bundle)]);
    }

    private static ShimSuspects Orphan(OrphanReason reason = OrphanReason.Forgotten) =>
        Nothing with { Orphans = new Dictionary<ProcessIdentity, OrphanReason> { [Identity] = reason } };

    /// <summary>Two minutes after the last look; four confirm.</summary>
    private int Look(ShimSuspects? suspects)
    {
        now += 2;
        var confirmed = history.Confirm(suspects, TimeSpan.FromMinutes(now), TimeSpan.FromMinutes(4));
        return confirmed.Orphans.Count + confirmed.Bundles.Count;
    }
}
