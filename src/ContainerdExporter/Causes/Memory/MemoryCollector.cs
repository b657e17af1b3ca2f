using System.Globalization;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;
using ContainerdExporter.Linux;
using ContainerdExporter.Linux.Cgroups;

namespace ContainerdExporter.Causes.Memory;

/// <summary>Cause 1: the daemons' cgroups and their protection from the OOM killer.</summary>
internal sealed class MemoryCollector : Collector<MemorySample>
{
    public override string Name => "memory";

    public override string Description => "Memory of containerd's cgroup, its limit, and its protection from the OOM killer.";

    public override IReadOnlyList<Cause> Causes => [Cause.Memory];

    public override IReadOnlyList<MetricFamily> Families => MemoryMetrics.Families;

    public override async Task<MemorySample> ProbeAsync(CollectionRound round, CancellationToken cancellationToken)
    {
        var host = round.Node.Host;
        var mounts = await round.MountsAsync();
        var shims = HighestShimScores(await round.ShimsAsync(), host);
        var instances = (await round.InstancesAsync())
            .Where(instance => instance.Daemon is not null)
            .Select(instance => Look(instance, instance.Daemon!.Process.Pid, mounts, host, shims));
        return new MemorySample(KeyedFile.Find(ProcFile.ReadText(host.Proc("vmstat")), "oom_kill"), [.. instances]);
    }

    public override void Export(MemorySample sample, MetricSink sink) => MemoryMetrics.Export(sample, sink);

    public override IEnumerable<Finding> Diagnose(MemorySample sample) => MemoryFindings.Of(sample);

    private static InstanceMemory Look(ContainerdInstance instance, int pid, MountTable mounts, HostPaths host, Dictionary<string, int> shims)
    {
        var membership = ProcFile.TryReadText(host.Proc($"{pid}/cgroup"), 64 << 10, out _);
        return new InstanceMemory(
            instance.Address,
            membership is null ? null : CgroupMemory.Read(CgroupMembership.Parse(membership), mounts, host),
            ScoreOf(pid, host),
            shims.TryGetValue(KnownLayout.SocketKey(instance.Address), out var score) ? score : null);
    }

    private static Dictionary<string, int> HighestShimScores(IEnumerable<ShimProcess> shims, HostPaths host)
    {
        var highest = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var shim in shims)
        {
            if (ScoreOf(shim.Process.Pid, host) is { } score)
            {
                var key = KnownLayout.SocketKey(shim.Line.Address);
                highest[key] = Math.Max(score, highest.GetValueOrDefault(key, int.MinValue));
            }
        }

        return highest;
    }

    private static int? ScoreOf(int pid, HostPaths host) =>
        int.TryParse(ProcFile.TryReadText(host.Proc($"{pid}/oom_score_adj"), 64, out _).AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var score)
            ? score
            : null;
}
