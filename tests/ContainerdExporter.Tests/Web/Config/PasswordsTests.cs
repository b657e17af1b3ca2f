using System.Collections.Concurrent;
using ContainerdExporter.Web.Config;

namespace ContainerdExporter.Tests.Web.Config;

public sealed class PasswordsTests
{
    private const string Cheap = "$2y$04$";
    private const string Dear = "$2y$12$";

    private static readonly Dictionary<string, string> Users = new(StringComparer.Ordinal) { ["alice"] = Cheap, ["bob"] = Dear };

    private readonly ConcurrentQueue<string> computed = [];

    [Fact]
    public async Task Judge_RightPassword_IsComputedOnce()
    {
        using var passwords = Create();

        Assert.Equal(Verdict.Accepted, await JudgeAsync(passwords, "alice", "right"));
        Assert.Equal(Verdict.Accepted, await JudgeAsync(passwords, "alice", "right"));
        Assert.Single(computed);
    }

    [Fact]
    public async Task Judge_WrongPassword_IsComputedOnce()
    {
        using var passwords = Create();

        Assert.Equal(Verdict.Refused, await JudgeAsync(passwords, "alice", "wrong"));
        Assert.Equal(Verdict.Refused, await JudgeAsync(passwords, "alice", "wrong"));
        Assert.Single(computed);
    }

    /// <summary>Each name has a cost of its own, always the same, and taken from the real ones.</summary>
    [Fact]
    public async Task Judge_UnknownUser_CostsAsMuchAsSomeKnownOneAndIsRefused()
    {
        using var passwords = Create();
        var names = Enumerable.Range(0, 40).Select(number => $"nobody{number}").ToList();

        foreach (var name in names)
        {
            Assert.Equal(Verdict.Refused, await JudgeAsync(passwords, name, "right"));
        }

        var first = computed.ToList();
        computed.Clear();
        foreach (var name in names)
        {
            Assert.Equal(Verdict.Refused, await JudgeAsync(passwords, name, "again"));
        }

        Assert.Equal(first, computed);
        Assert.Equal([Cheap, Dear], first.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Judge_ManyGuesses_DoNotPushTheGoodVerdictOut()
    {
        using var passwords = Create();
        await JudgeAsync(passwords, "alice", "right");
        for (var guess = 0; guess < 300; guess++)
        {
            await JudgeAsync(passwords, "alice", $"guess {guess}");
        }

        computed.Clear();
        Assert.Equal(Verdict.Accepted, await JudgeAsync(passwords, "alice", "right"));
        Assert.Empty(computed);
    }

    [Fact]
    public async Task Judge_HashChanged_IsComputedAnew()
    {
        using var passwords = Create();
        await JudgeAsync(passwords, "alice", "right");

        await passwords.JudgeAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["alice"] = Dear }, "alice", "right", TestContext.Current.CancellationToken);

        Assert.Equal([Cheap, Dear], computed);
    }

    [Fact]
    public async Task Judge_ManyAtOnce_ComputesOneAtATimeAndTurnsTheRestAway()
    {
        using var gate = new ManualResetEventSlim();
        var (now, most) = (0, 0);
        using var passwords = new Passwords((_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            gate.Wait();
            Interlocked.Decrement(ref now);
            return false;
        });

        var all = Enumerable.Range(0, 200).Select(guess => JudgeAsync(passwords, "alice", $"{guess}")).ToList();
        var busy = all.Where(each => each.IsCompleted).ToList();
        gate.Set();
        var verdicts = await Task.WhenAll(all);

        Assert.Equal(1, most);
        Assert.Equal(168, busy.Count);
        Assert.Equal(168, verdicts.Count(verdict => verdict == Verdict.Busy));
    }

    private static Task<Verdict> JudgeAsync(Passwords passwords, string user, string password) =>
        passwords.JudgeAsync(Users, user, password, TestContext.Current.CancellationToken);

    private Passwords Create() => new((password, hash) =>
    {
        computed.Enqueue(hash);
        return password == "right";
    });
}
