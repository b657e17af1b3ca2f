using ContainerdExporter.Causes.Memory;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Linux.Cgroups;
using ContainerdExporter.Tests.Exposition;

namespace ContainerdExporter.Tests.Causes.Memory;

public sealed class MemoryFindingsTests
{
    private const string Address = "/run/containerd/containerd.sock";

    [Theory]
    [InlineData(90, 90, 100L, false)]
    [InlineData(91, 91, 100L, true)]
    [InlineData(100, 50, 100L, false)]
    [InlineData(91, 91, null, false)]
    [InlineData(91, 91, 0L, false)]
    public void Of_MemoryAgainstItsLimit_CountsWhatTheKernelCannotDrop(long usage, long workingSet, long? limit, bool isNear)
    {
        var findings = Judge(new InstanceMemory(Address, new CgroupMemory(usage, workingSet, limit, 0), -999, null));
        Assert.Equal(isNear, findings.Any(finding => finding is { Alert: "ContainerdMemoryNearLimit", Address: Address, Severity: Severity.Warning }));
    }

    [Theory]
    [InlineData(-999, -998, false)]
    [InlineData(-500, -499, false)]
    [InlineData(-999, null, false)]
    [InlineData(null, null, false)]
    [InlineData(0, 1, true)]
    [InlineData(-999, 0, true)]
    [InlineData(0, null, true)]
    public void Of_OomScore_ZeroAndAboveIsUnprotected(int? daemon, int? shim, bool isUnprotected)
    {
        var findings = Judge(new InstanceMemory(Address, null, daemon, shim));
        Assert.Equal(isUnprotected, findings.Any(finding => finding is { Alert: "ContainerdOomUnprotected", Address: Address, Severity: Severity.Warning }));
    }

    [Fact]
    public async Task Export_WhatIsNotKnown_IsAbsent()
    {
        var sample = new MemorySample(null, [new InstanceMemory(Address, new CgroupMemory(5, 4, null, null), null, null)]);
        Assert.Equal(
            [$"containerd_cgroup_memory_usage_bytes{{address=\"{Address}\"}} 5", $"containerd_cgroup_memory_working_set_bytes{{address=\"{Address}\"}} 4"],
            await MetricLines.OfAsync(sink => MemoryMetrics.Export(sample, sink)));
    }

    [Fact]
    public async Task Export_WholeSample_HasEverySeries()
    {
        var sample = new MemorySample(7, [new InstanceMemory(Address, new CgroupMemory(5, 4, 9, 2), -999, -998)]);
        var lines = await MetricLines.OfAsync(sink => MemoryMetrics.Export(sample, sink));
        Assert.Contains("containerd_node_oom_kills_total 7", lines);
        Assert.Contains($"containerd_cgroup_memory_limit_bytes{{address=\"{Address}\"}} 9", lines);
        Assert.Contains($"containerd_cgroup_oom_kills_total{{address=\"{Address}\"}} 2", lines);
        Assert.Contains($"containerd_oom_score_adj{{address=\"{Address}\",component=\"containerd\"}} -999", lines);
        Assert.Contains($"containerd_oom_score_adj{{address=\"{Address}\",component=\"shim\"}} -998", lines);
        Assert.Equal(7, lines.Count);
    }

    private static List<Finding> Judge(InstanceMemory instance) => [.. MemoryFindings.Of(new MemorySample(0, [instance]))];
}
