using ContainerdExporter.Containerd;

namespace ContainerdExporter.Causes.Storage.Content;

/// <summary>A file of the content store.</summary>
/// <param name="Digest">Its name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Seconds since the epoch: when its download was last written to.</param>
/// <param name="Inode">With the time it tells a blob from one that took its place.</param>
internal readonly record struct StoredBlob(BlobDigest Digest, long Size, long Modified, ulong Inode);
