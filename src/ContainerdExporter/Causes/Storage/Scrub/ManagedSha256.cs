using System.Buffers.Binary;
using System.Numerics;

namespace ContainerdExporter.Causes.Storage.Scrub;

/// <summary>
/// SHA-256 (FIPS 180-4) without any library, for images that have no OpenSSL. Compares public data with public names, and keeps
/// no secret.
/// </summary>
internal sealed class ManagedSha256 : Sha256Hash
{
    private const int BlockSize = 64;
    private const int LengthSize = sizeof(ulong);

    /// <summary>The fractions of the square roots of the first 8 primes (5.3.3).</summary>
    private static ReadOnlySpan<uint> Start =>
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    /// <summary>The fractions of the cube roots of the first 64 primes (4.2.2).</summary>
    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private readonly uint[] state = Start.ToArray();
    private readonly byte[] rest = new byte[BlockSize];
    private ulong length;

    private int Pending => (int)(length % BlockSize);

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        var pending = Pending;
        length += (ulong)bytes.Length;
        if (pending > 0)
        {
            var taken = Math.Min(BlockSize - pending, bytes.Length);
            bytes[..taken].CopyTo(rest.AsSpan(pending));
            bytes = bytes[taken..];
            if (pending + taken < BlockSize)
            {
                return;
            }

            Compress(rest);
        }

        var whole = bytes.Length - (bytes.Length % BlockSize);
        Compress(bytes[..whole]);
        bytes[whole..].CopyTo(rest);
    }

    public override void Finish(Span<byte> hash)
    {
        // A one, zeroes, and the length in bits as the end of a block (5.1.1).
        Span<byte> padding = stackalloc byte[2 * BlockSize];
        padding.Clear();
        padding[0] = 0x80;
        var size = BlockSize - Pending;
        size += size <= LengthSize ? BlockSize : 0;
        BinaryPrimitives.WriteUInt64BigEndian(padding[(size - LengthSize)..], length * 8);
        Append(padding[..size]);

        for (var i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash[(i * sizeof(uint))..], state[i]);
        }

        Start.CopyTo(state);
        length = 0;
    }

    public override void Dispose()
    {
        // Nothing to give back.
    }

    private void Compress(ReadOnlySpan<byte> blocks)
    {
        Span<uint> w = stackalloc uint[64];
        var constants = Constants;
        for (; blocks.Length > 0; blocks = blocks[BlockSize..])
        {
            Expand(blocks, w);
            var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
            var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
            for (var i = 0; i < w.Length; i++)
            {
                var first = h + Rotations(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + constants[i] + w[i];
                var second = Rotations(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
                (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
            }

            state[0] += a;
            state[1] += b;
            state[2] += c;
            state[3] += d;
            state[4] += e;
            state[5] += f;
            state[6] += g;
            state[7] += h;
        }
    }

    private static void Expand(ReadOnlySpan<byte> block, Span<uint> w)
    {
        for (var i = 0; i < 16; i++)
        {
            w[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * sizeof(uint))..]);
        }

        for (var i = 16; i < w.Length; i++)
        {
            var (early, late) = (w[i - 15], w[i - 2]);
            var first = BitOperations.RotateRight(early, 7) ^ BitOperations.RotateRight(early, 18) ^ (early >> 3);
            var second = BitOperations.RotateRight(late, 17) ^ BitOperations.RotateRight(late, 19) ^ (late >> 10);
            w[i] = w[i - 16] + first + w[i - 7] + second;
        }
    }

    private static uint Rotations(uint value, int one, int two, int three) =>
        BitOperations.RotateRight(value, one) ^ BitOperations.RotateRight(value, two) ^ BitOperations.RotateRight(value, three);
}
