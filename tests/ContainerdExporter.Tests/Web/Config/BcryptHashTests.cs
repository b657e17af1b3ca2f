using ContainerdExporter.Web.Config;

namespace ContainerdExporter.Tests.Web.Config;

public sealed class BcryptHashTests
{
    private static readonly string Hash = BCrypt.Net.BCrypt.HashPassword("secret", 4)[4..];

    /// <summary>The letter says which program wrote it.</summary>
    [Theory]
    [InlineData("$2")]
    [InlineData("$2a")]
    [InlineData("$2b")]
    [InlineData("$2x")]
    [InlineData("$2y")]
    public void Matches_EveryVersion_RightPasswordOnly(string version)
    {
        var hash = $"{version}${Hash}";

        Assert.True(BcryptHash.IsWellFormed(hash));
        Assert.True(BcryptHash.Matches("secret", hash));
        Assert.False(BcryptHash.Matches("Secret", hash));
        Assert.False(BcryptHash.Matches(string.Empty, hash));
    }

    /// <summary>The algorithm's end of a password; a longer one must not be an error that tells from a wrong one.</summary>
    [Fact]
    public void Matches_LongPassword_IsCutAt72Bytes()
    {
        var hash = BCrypt.Net.BCrypt.HashPassword(new string('x', 72), 4);

        Assert.True(BcryptHash.Matches(new string('x', 100), hash));
        Assert.False(BcryptHash.Matches(new string('y', 10_000), hash));
    }

    [Theory]
    [InlineData("")]
    [InlineData("doe")]
    [InlineData("$2y$10$")]
    [InlineData("$1$10$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcde")]
    [InlineData("$2y$03$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcde")]
    [InlineData("$2y$32$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcde")]
    [InlineData("$2y$10$abcdefghijklmnopqrstu!abcdefghijklmnopqrstuvwxyzabcde")]
    public void IsWellFormed_AnythingElse_IsFalse(string hash) => Assert.False(BcryptHash.IsWellFormed(hash));
}
