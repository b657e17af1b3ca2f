using System.Security.Cryptography;
using System.Text;

namespace ContainerdExporter.Web.Config;

internal enum Verdict
{
    Accepted,
    Refused,

    /// <summary>Too many others wait for a verdict.</summary>
    Busy,
}

/// <summary>
/// Judges user and password. bcrypt is meant to be slow: one is computed at a time, few wait, and verdicts are remembered, the good ones
/// apart from the bad ones so that no stranger's guesses push the scraper's out. A name that nobody has costs as much as one that is known.
/// </summary>
internal sealed class Passwords : IDisposable
{
    private const int MostRemembered = 100;
    private const int MostWaiting = 32;

    private readonly SemaphoreSlim computing = new(1);
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private readonly Lock gate = new();
    private readonly HashSet<string> accepted = new(StringComparer.Ordinal);
    private readonly HashSet<string> refused = new(StringComparer.Ordinal);
    private readonly Func<string, string, bool> matches;
    private int waiting;

    public Passwords()
        : this(BcryptHash.Matches)
    {
    }

    internal Passwords(Func<string, string, bool> matches) => this.matches = matches;

    public async Task<Verdict> JudgeAsync(IReadOnlyDictionary<string, string> users, string user, string password, CancellationToken cancellationToken)
    {
        var isKnown = users.TryGetValue(user, out var hash);
        hash ??= StandIn(users, user);
        var key = Digest(user, hash, password);
        if (Remembered(key) is { } verdict)
        {
            return verdict;
        }

        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            return Verdict.Busy;
        }

        try
        {
            await computing.WaitAsync(cancellationToken);
            try
            {
                // Whoever waited may have waited for this very verdict. The thread is its own: none of those that answer scrapes.
                return Remembered(key) ?? Remember(key, isKnown & await Task.Factory.StartNew(
                    () => matches(password, hash), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            }
            finally
            {
                computing.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    public void Dispose() => computing.Dispose();

    /// <summary>Some user's hash, always the same one for a name: its cost is a real one, and does not tell that the name is not.</summary>
    private string StandIn(IReadOnlyDictionary<string, string> users, string user)
    {
        var pick = BitConverter.ToUInt32(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(user)));
        return users.Values.ElementAt((int)(pick % (uint)users.Count));
    }

    /// <summary>Keyed, so that no password can be had from what is remembered.</summary>
    private string Digest(string user, string hash, string password) =>
        Convert.ToHexString(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{user.Length}:{user}{hash.Length}:{hash}{password}")));

    private Verdict? Remembered(string key)
    {
        lock (gate)
        {
            return accepted.Contains(key) ? Verdict.Accepted : refused.Contains(key) ? Verdict.Refused : null;
        }
    }

    private Verdict Remember(string key, bool isRight)
    {
        lock (gate)
        {
            var verdicts = isRight ? accepted : refused;
            if (verdicts.Count >= MostRemembered)
            {
                verdicts.Clear();
            }

            verdicts.Add(key);
            return isRight ? Verdict.Accepted : Verdict.Refused;
        }
    }
}
