using System.Text;
using ContainerdExporter.Causes.Storage.Bolt;

namespace ContainerdExporter.Causes.Storage.Snapshots;

/// <summary>
/// The numbers that the metadata database has given out to snapshots: the sequence of each bucket
/// <c>v1/NAMESPACE/snapshots/SNAPSHOTTER</c> (core/metadata/snapshot.go). They only rise, so a snapshotter that has a higher one got it
/// from another database: one that was lost, or a newer state of this one.
/// </summary>
internal sealed class SnapshotNumbers : IBoltVisitor
{
    /// <summary>A snapshot is committed just before the number that this gives it is.</summary>
    private const ulong Ahead = 1;

    private const int Limit = 10_000;

    private readonly Dictionary<(string Namespace, string Snapshotter), ulong> given = [];
    private ulong transaction;
    private bool isVersion;
    private bool isSnapshots;
    private string space = string.Empty;

    public bool IsComplete { get; private set; }

    /// <summary>
    /// The last number given out. Where the bucket is gone with its namespace, at most one for each commit ever made: a file that
    /// was begun anew has made few.
    /// </summary>
    public ulong Given(string space, string snapshotter) => given.GetValueOrDefault((space, snapshotter), transaction);

    /// <summary>Whether a number of a snapshotter, read before this database was, cannot be from it.</summary>
    public bool IsBehind(string space, string snapshotter, ulong number) => number > Ahead && number - Ahead > Given(space, snapshotter);

    public void Begin(ulong transaction)
    {
        given.Clear();
        this.transaction = transaction;
        (isVersion, isSnapshots, IsComplete) = (false, false, false);
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
                space = Encoding.UTF8.GetString(name);
                isSnapshots = false;
                break;
            case 3:
                isSnapshots = isVersion && name.SequenceEqual("snapshots"u8);
                break;
            case 4 when isSnapshots && given.Count < Limit:
                given[(space, Encoding.UTF8.GetString(name))] = sequence;
                break;
        }
    }

    public void Value(int depth, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
    }

    public void End() => IsComplete = true;
}
