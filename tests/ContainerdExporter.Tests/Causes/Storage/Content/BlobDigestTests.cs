using System.Security.Cryptography;
using System.Text;
using ContainerdExporter.Containerd;
using CsCheck;

namespace ContainerdExporter.Tests.Causes.Storage.Content;

public sealed class BlobDigestTests
{
    [Fact]
    public void OfNothing_Always_IsTheHashOfNothing() => Assert.Equal(BlobDigest.FromHash(SHA256.HashData([])), BlobDigest.OfNothing);

    [Fact]
    public void TryParse_AnyHash_ComesBackAndKeepsItsOrder() => Gen.Select(Gen.Byte.Array[32], Gen.Byte.Array[32]).Sample((one, other) =>
    {
        var (first, second) = (BlobDigest.FromHash(one), BlobDigest.FromHash(other));
        Assert.Equal(Convert.ToHexStringLower(one), first.ToHex());
        Assert.Equal(first, BlobDigest.TryParse(Encoding.ASCII.GetBytes(first.ToHex())));
        Assert.Equal(first, BlobDigest.TryParse(first.ToString()));
        Assert.Equal(Math.Sign(string.CompareOrdinal(first.ToHex(), second.ToHex())), Math.Sign(BlobDigest.Compare(first, second)));
    });

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("sha512:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")]
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85g")]
    public void TryParse_NoDigest_IsRefused(string text)
    {
        Assert.Null(BlobDigest.TryParse(text));
        Assert.Null(BlobDigest.TryParse(Encoding.ASCII.GetBytes(text)));
    }
}
