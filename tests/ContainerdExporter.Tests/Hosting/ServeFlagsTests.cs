using ContainerdExporter.Hosting;
using ContainerdExporter.Tests.Consistency;

namespace ContainerdExporter.Tests.Hosting;

public sealed class ServeFlagsTests
{
    [Fact]
    public void Read_NoFlags_EnablesEveryDefaultCollectorWithinTheScrapeBudget()
    {
        var options = TestOptions.Default;
        Assert.Equal(CollectorCatalog.All.Where(entry => entry.IsEnabledByDefault).Select(entry => entry.Name), options.Collectors.Keys);
        Assert.All(options.Collectors.Values, timeout => Assert.InRange(timeout, options.ProbeBudget, TimeSpan.FromSeconds(8)));
        Assert.Equal(":10110", Assert.Single(options.ListenAddresses).ToString());
    }

    [Fact]
    public void Read_NoCollector_LeavesItOut() =>
        Assert.DoesNotContain("disk", TestOptions.Parse("--no-collector.disk").Collectors.Keys);

    /// <summary>What changes something on the node runs only where somebody says so.</summary>
    [Fact]
    public void Read_Canary_IsOffUnlessAskedFor()
    {
        Assert.DoesNotContain("canary", TestOptions.Default.Collectors.Keys);
        var options = TestOptions.Parse("--collector.canary", "--canary.interval=1m", "--canary.handler=runc", "--canary.handler=kata", "--state.dir=/srv/state");
        Assert.Contains("canary", options.Collectors.Keys);
        Assert.Equal(TimeSpan.FromMinutes(1), options.Canary.Interval);
        Assert.Equal(["runc", "kata"], options.Canary.Handlers);
        Assert.Equal("/srv/state", options.Canary.StateDirectory);
    }

    [Fact]
    public void Read_RepeatedFlag_KeepsAll() =>
        Assert.Equal(["/a.sock", "/b.sock"], TestOptions.Parse("--containerd.address=/a.sock", "--containerd.address", "/b.sock").Addresses);

    [Fact]
    public void Read_Timeout_IsPerCollector()
    {
        var collectors = TestOptions.Parse("--collector.disk.timeout=500ms").Collectors;
        Assert.Equal(TimeSpan.FromMilliseconds(500), collectors["disk"]);
        Assert.Equal(CollectorCatalog.DefaultTimeout, collectors["liveness"]);
    }
}
