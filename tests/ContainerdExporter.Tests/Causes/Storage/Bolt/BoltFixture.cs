using System.IO.Compression;
using ContainerdExporter.Causes.Storage.Bolt;
using ContainerdExporter.Tests.Consistency;

namespace ContainerdExporter.Tests.Causes.Storage.Bolt;

/// <summary>Bolt files that real containerds wrote: three images of five layers, two containers, one container removed.</summary>
internal static class BoltFixture
{
    /// <summary>All but the metadata of 2.1 store their list of free pages.</summary>
    public static readonly string[] Names = ["metadata-1.6.20", "metadata-2.1.9", "overlayfs-1.6.20", "overlayfs-2.1.9"];

    public static byte[] Load(string name)
    {
        using var file = File.OpenRead(Repository.PathTo($"tests/ContainerdExporter.Tests/Causes/Storage/Bolt/{name}.db.gz"));
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static BoltVerdict Walk(byte[] bytes) => Walk(new MemoryBoltFile(bytes), BoltWalkLimits.Default);

    public static BoltVerdict Walk(IBoltFile file, BoltWalkLimits limits) =>
        BoltWalk.Run(file, BoltMetas.Read(file).Current!, limits, static () => false);
}

/// <summary>A bolt file in memory, which notes what is read.</summary>
internal class MemoryBoltFile(byte[] bytes) : IBoltFile
{
    public byte[] Bytes => bytes;

    /// <summary>Offset and length of every read.</summary>
    public List<(long Offset, int Length)> Reads { get; } = [];

    public long Length => bytes.Length;

    public virtual int Read(long offset, Span<byte> buffer)
    {
        Reads.Add((offset, buffer.Length));
        if (offset >= bytes.Length)
        {
            return 0;
        }

        var count = (int)Math.Min(buffer.Length, bytes.Length - offset);
        bytes.AsSpan((int)offset, count).CopyTo(buffer);
        return count;
    }
}
