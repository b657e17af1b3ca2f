using System.Text;
using BenchmarkDotNet.Attributes;
using ContainerdExporter.Causes.Memory;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Benchmarks.Micro;

/// <summary>What one record of the kernel's log costs; a flood has 50 000 of them a second.</summary>
[MemoryDiagnoser]
public class KernelRecordBenchmarks
{
    private static readonly byte[] Chatter = "6,4711,98765432100,-;IPv6: ADDRCONF(NETDEV_CHANGE): cali0123456789a: link becomes ready\n"u8.ToArray();

    private static readonly byte[] Kill = Encoding.ASCII.GetBytes(
        "3,4712,98765432101,-;Memory cgroup out of memory: Killed process 4242 (containerd-shim) total-vm:722816kB, anon-rss:11264kB, file-rss:8448kB, shmem-rss:0kB, UID:0 pgtables:112kB oom_score_adj:-998\n");

    private readonly OomParser parser = new();

    [Benchmark(Baseline = true)]
    public bool Nothing() => Take(Chatter);

    [Benchmark]
    public bool OomKill() => Take(Kill);

    private bool Take(byte[] raw) => KernelRecordParser.TryParse(raw, out var record) && parser.Take(record) is not null;
}
