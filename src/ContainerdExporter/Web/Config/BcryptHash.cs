using System.Buffers;

namespace ContainerdExporter.Web.Config;

/// <summary>A password's hash as htpasswd -B and the like write it: <c>$2y$10$</c>, 22 characters of salt, 31 of hash.</summary>
internal static class BcryptHash
{
    private const int SaltAndHash = 53;

    private static readonly SearchValues<char> Digits = SearchValues.Create("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether any password can match it at all.</summary>
    public static bool IsWellFormed(string hash)
    {
        var rest = AfterVersion(hash);
        return rest.Length == SaltAndHash + 3 &&
            char.IsAsciiDigit(rest[0]) && char.IsAsciiDigit(rest[1]) && rest[2] == '$' &&
            ((rest[0] - '0') * 10) + rest[1] - '0' is >= 4 and <= 31 &&
            !rest[3..].ContainsAnyExcept(Digits);
    }

    /// <summary>Takes as long as the hash's cost says, whatever the password. The letter of the version says who wrote it, and changes nothing.</summary>
    public static bool Matches(string password, string hash) => BCrypt.Net.BCrypt.Verify(password, $"$2a${AfterVersion(hash)}");

    private static ReadOnlySpan<char> AfterVersion(string hash) => hash switch
    {
        ['$', '2', '$', ..] => hash.AsSpan(3),
        ['$', '2', 'a' or 'b' or 'x' or 'y', '$', ..] => hash.AsSpan(4),
        _ => [],
    };
}
