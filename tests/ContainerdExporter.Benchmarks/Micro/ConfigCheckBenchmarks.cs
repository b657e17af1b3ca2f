using BenchmarkDotNet.Attributes;
using ContainerdExporter.ConfigCorpus;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Benchmarks.Micro;

/// <summary>Reading and judging a configuration, from its bytes to its problems. A scrape does it only when a file has changed.</summary>
[MemoryDiagnoser]
public class ConfigCheckBenchmarks
{
    private static readonly CorpusCase Largest = CorpusCase.All.MaxBy(each => new FileInfo(each.Path).Length)!;

    [Benchmark]
    public int Check() => Largest.Check(ContainerdRelease.Newest).Problems.Count;
}
