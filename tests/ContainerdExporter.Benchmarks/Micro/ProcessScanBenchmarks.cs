using BenchmarkDotNet.Attributes;
using ContainerdExporter.Containerd;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Benchmarks.Micro;

/// <summary>The look over the processes of the machine that this runs on.</summary>
[MemoryDiagnoser]
public class ProcessScanBenchmarks
{
    private readonly HostPaths host = new();
    private readonly Strangers strangers = new(TimeProvider.System);

    /// <summary>Every name is read.</summary>
    [Benchmark(Baseline = true)]
    public bool Afresh() => IsSeen(ProcessScanner.Scan(host, new BootClock(host, TimeProvider.System), ProcessNames.IsOfInterest));

    /// <summary>As each scrape but the first does it: known strangers are passed by.</summary>
    [Benchmark]
    public bool Again() => IsSeen(ProcessScanner.Scan(host, new BootClock(host, TimeProvider.System), ProcessNames.IsOfInterest, strangers));

    private static bool IsSeen(ProcessTable? table) => table is not null;
}
