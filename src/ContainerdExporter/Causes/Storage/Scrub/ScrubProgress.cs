using System.Text.Json.Serialization;
using ContainerdExporter.Causes.Storage.Content;
using ContainerdExporter.Containerd;

namespace ContainerdExporter.Causes.Storage.Scrub;

/// <summary>How far the scrub of one store has come, and what it found. Immutable; also the form in which it is kept.</summary>
internal sealed record ScrubProgress
{
    public static readonly ScrubProgress None = new();

    /// <summary>The last blob of this pass that was looked at, 64 hexadecimal digits; null between passes.</summary>
    public string? Cursor { get; init; }

    /// <summary>When this pass began, or the last one if it has ended.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When the last complete pass ended.</summary>
    public DateTimeOffset? Completed { get; init; }

    /// <summary>Blobs that did not hash to their names, as they were then.</summary>
    public IReadOnlyList<ScrubbedBlob> Damaged { get; init; } = [];

    [JsonIgnore]
    public BlobDigest? Position => Cursor is null ? null : BlobDigest.TryParse($"sha256:{Cursor}");
}

/// <summary>A damaged blob, so that one which has taken its place is told apart.</summary>
internal sealed record ScrubbedBlob(string Hex, long Size, long Modified, ulong Inode)
{
    [JsonIgnore]
    public BlobDigest? Digest => Hex is null ? null : BlobDigest.TryParse($"sha256:{Hex}");

    public static ScrubbedBlob Of(StoredBlob blob) => new(blob.Digest.ToHex(), blob.Size, blob.Modified, blob.Inode);
}

/// <summary>The kept state of all stores, by their root.</summary>
internal sealed record ScrubState
{
    public Dictionary<string, ScrubProgress> Stores { get; init; } = new(StringComparer.Ordinal);
}

[JsonSerializable(typeof(ScrubState))]
internal sealed partial class ScrubStateJson : JsonSerializerContext;
