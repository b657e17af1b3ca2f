using System.Security.Cryptography;
using System.Text;
using ContainerdExporter.Causes.Storage.Scrub;
using CsCheck;

namespace ContainerdExporter.Tests.Causes.Storage.Scrub;

public sealed class ManagedSha256Tests
{
    /// <summary>The examples of the standard (FIPS 180-2, appendix B), and the digest of nothing.</summary>
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void Finish_ExamplesOfTheStandard_AreMet(string text, string expected) =>
        Assert.Equal(expected, Hash(new ManagedSha256(), Encoding.ASCII.GetBytes(text), [text.Length]));

    [Fact]
    public void Finish_AnyBytesInAnyPieces_IsThePlatformsHash() =>
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Int[1, 150].Array[1, 8]).Sample((bytes, pieces) =>
        {
            var hash = new ManagedSha256();
            var expected = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return Hash(hash, bytes, pieces) == expected && Hash(hash, bytes, pieces) == expected;
        });

    [Fact]
    public void Create_WithOpenSsl_IsItsHash()
    {
        using var hash = Sha256Hash.Create();
        Assert.IsNotType<ManagedSha256>(hash);
        Assert.Equal(Hash(new ManagedSha256(), [1, 2, 3], [3]), Hash(hash, [1, 2, 3], [3]));
    }

    private static string Hash(Sha256Hash hash, byte[] bytes, int[] pieces)
    {
        var rest = bytes.AsSpan();
        for (var i = 0; rest.Length > 0; i++)
        {
            var piece = Math.Min(pieces[i % pieces.Length], rest.Length);
            hash.Append(rest[..piece]);
            rest = rest[piece..];
        }

        var result = new byte[Sha256Hash.Size];
        hash.Finish(result);
        return Convert.ToHexStringLower(result);
    }
}
