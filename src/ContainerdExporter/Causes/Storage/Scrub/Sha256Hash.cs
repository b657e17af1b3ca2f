using System.Security.Cryptography;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Storage.Scrub;

/// <summary>SHA-256, piece by piece.</summary>
internal abstract class Sha256Hash : IDisposable
{
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>By the system's OpenSSL, which uses the processor's SHA instructions; by our own code where there is none.</summary>
    public static Sha256Hash Create() => OpenSsl.IsThere ? new PlatformSha256() : new ManagedSha256();

    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Writes the hash of all that was appended, and begins anew.</summary>
    public abstract void Finish(Span<byte> hash);

    public abstract void Dispose();

    private sealed class PlatformSha256 : Sha256Hash
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override void Append(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

        public override void Finish(Span<byte> hash) => this.hash.GetHashAndReset(hash);

        public override void Dispose() => hash.Dispose();
    }
}
