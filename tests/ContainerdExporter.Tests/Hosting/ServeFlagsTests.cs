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
