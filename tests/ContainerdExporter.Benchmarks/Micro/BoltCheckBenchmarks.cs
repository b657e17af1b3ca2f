using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using ContainerdExporter.Causes.Storage.Bolt;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.Benchmarks.Micro;

/// <summary>The walk over every page of a small meta.db that a real containerd wrote (three images, two containers).</summary>
[MemoryDiagnoser]
public class BoltCheckBenchmarks
{
    private InMemory file = new([]);

    [GlobalSetup]
    public void Load()
    {
        using var packed = File.OpenRead(Repository.PathOf("tests/ContainerdExporter.Tests/Causes/Storage/Bolt/metadata-1.6.20.db.gz"));
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        file = new InMemory(bytes.ToArray());
    }

    [Benchmark]
    public bool Check() => BoltCheck.Run(file, BoltWalkLimits.Default, static () => false, static () => { }).IsSound;

    private sealed class InMemory(byte[] bytes) : IBoltFile
    {
        public long Length => bytes.Length;

        public int Read(long offset, Span<byte> buffer)
        {
            var count = (int)Math.Clamp(bytes.Length - offset, 0, buffer.Length);
            bytes.AsSpan((int)Math.Min(offset, bytes.Length), count).CopyTo(buffer);
            return count;
        }
    }
}
