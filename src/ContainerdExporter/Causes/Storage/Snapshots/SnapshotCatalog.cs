using System.Buffers.Text;
using System.Text;
using ContainerdExporter.Causes.Storage.Bolt;

namespace ContainerdExporter.Causes.Storage.Snapshots;

/// <summary>
/// Gathers the snapshots from a walk over a snapshotter's database: <c>v1/snapshots/KEY/{id,kind,size}</c>, the numbers as
/// varints (core/snapshots/storage/bolt.go).
/// </summary>
internal sealed class SnapshotCatalog : IBoltVisitor
{
    private const int Limit = 1 << 20;
    private const int NamespaceLimit = 1000;

    private readonly List<SnapshotRecord> records = [];
    private readonly Dictionary<string, ulong> highest = new(StringComparer.Ordinal);
    private bool isVersion;
    private bool isSnapshots;
    private bool isComplete;

    /// <summary>Null while no walk has shown one state of the whole file.</summary>
    public IReadOnlyList<SnapshotRecord>? Records => isComplete ? records : null;

    /// <summary>The highest number of a snapshot, by namespace.</summary>
    public IReadOnlyDictionary<string, ulong> HighestNumbers => highest;

    public void Begin(ulong transaction)
    {
        records.Clear();
        highest.Clear();
        (isVersion, isSnapshots, isComplete) = (false, false, false);
    }

    public void Bucket(int depth, ReadOnlySpan<byte> name, ulong sequence)
    {
        switch (depth)
        {
            case 1:
                isVersion = name.SequenceEqual("v1"u8);
                isSnapshots = false;
                break;
            case 2:
                isSnapshots = isVersion && name.SequenceEqual("snapshots"u8);
                break;
            case 3 when isSnapshots && records.Count < Limit:
                records.Add(default);
                Note(name);
                break;
        }
    }

    public void Value(int depth, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (depth != 3 || !isSnapshots || records.Count == 0)
        {
            return;
        }

        var record = records[^1];
        if (key.SequenceEqual("id"u8))
        {
            records[^1] = record with { Id = ReadVarint(value) };
        }
        else if (key.SequenceEqual("kind"u8) && value.Length == 1)
        {
            records[^1] = record with { Kind = (SnapshotKind)value[0] };
        }
        else if (key.SequenceEqual("size"u8))
        {
            // Signed: the lowest bit is the sign.
            var encoded = ReadVarint(value);
            records[^1] = record with { Bytes = (encoded & 1) == 0 ? (long)(encoded >> 1) : 0 };
        }
    }

    public void End() => isComplete = true;

    /// <summary>The metadata database names a snapshot <c>NAMESPACE/NUMBER/KEY</c> for its snapshotter (core/metadata/snapshot.go).</summary>
    private void Note(ReadOnlySpan<byte> key)
    {
        var end = key.IndexOf((byte)'/');
        if (end <= 0 || !Utf8Parser.TryParse(key[(end + 1)..], out ulong number, out var used) || key[(end + 1 + used)..] is not [(byte)'/', ..])
        {
            return;
        }

        var space = Encoding.UTF8.GetString(key[..end]);
        if (highest.TryGetValue(space, out var known) || highest.Count < NamespaceLimit)
        {
            highest[space] = Math.Max(known, number);
        }
    }

    /// <summary>Seven bits a byte, the lowest first (encoding/binary of Go).</summary>
    internal static ulong ReadVarint(ReadOnlySpan<byte> bytes)
    {
        var (value, shift) = (0UL, 0);
        foreach (var each in bytes)
        {
            if (shift > 63)
            {
                return 0;
            }

            value |= (ulong)(each & 0x7f) << shift;
            if (each < 0x80)
            {
                return value;
            }

            shift += 7;
        }

        return 0;
    }
}
