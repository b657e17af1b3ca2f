using ContainerdExporter.Causes.Storage.Databases;
using ContainerdExporter.Linux;
using ContainerdExporter.Tests.Causes.Storage.Bolt;

namespace ContainerdExporter.Tests.Causes.Storage.Databases;

/// <summary>When a database is walked again, and what is remembered of it.</summary>
public sealed class DatabaseChecksTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly SteppingTimeProvider time = new();
    private readonly HostPaths host = new();
    private readonly DatabasePlace place;
    private readonly DatabaseChecks checks;

    public DatabaseChecksTests()
    {
        place = new DatabasePlace("metadata", directory.At("meta.db"), []);
        checks = new DatabaseChecks(time);
        File.WriteAllBytes(place.Path, BoltFixture.Load("metadata-1.6.20"));
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public void IsDue_NeverWalked_IsTrue() => Assert.True(checks.IsDue(Look()));

    [Fact]
    public void IsDue_UnchangedFile_IsTrueAgainAfterTenMinutes()
    {
        checks.Run(Look(), host);
        Assert.False(checks.IsDue(Look()));
        time.Advance(TimeSpan.FromMinutes(9));
        Assert.False(checks.IsDue(Look()));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(checks.IsDue(Look()));
    }

    [Fact]
    public void IsDue_ClockSetBack_IsTrueAfterTenMinutesAllTheSame()
    {
        checks.Run(Look(), host);
        time.Step = TimeSpan.FromDays(-365);
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(checks.IsDue(Look()));
    }

    [Fact]
    public void IsDue_ChangedFile_IsTrueAtOnce()
    {
        checks.Run(Look(), host);
        File.SetLastWriteTimeUtc(place.Path, DateTime.UtcNow.AddSeconds(1));
        Assert.True(checks.IsDue(Look()));
    }

    [Fact]
    public void IsDue_NoValidMetaPage_IsFalse()
    {
        File.WriteAllBytes(place.Path, new byte[1 << 16]);
        Assert.False(checks.IsDue(Look()));
    }

    [Fact]
    public void Last_AnotherFileTookThePlace_IsForgotten()
    {
        checks.Run(Look(), host);
        Assert.NotNull(checks.Last(Look())?.At);
        File.Copy(place.Path, directory.At("new"));
        File.Move(directory.At("new"), place.Path, overwrite: true);
        Assert.Null(checks.Last(Look()));
        Assert.True(checks.IsDue(Look()));
    }

    [Fact]
    public void Run_WalkWithoutVerdict_KeepsWhatIsKnown()
    {
        var look = Look();
        checks.Run(look, host);
        File.Delete(place.Path);
        var check = checks.Run(look, host);
        Assert.True(check?.Verdict.IsSound);
        Assert.Equal(time.GetUtcNow(), check?.At);
    }

    [Fact]
    public void Run_WalkWithoutVerdictAndNothingKnown_SaysWhy()
    {
        var look = Look();
        File.Delete(place.Path);
        var check = checks.Run(look, host);
        Assert.Null(check?.At);
        Assert.NotNull(check?.Verdict.Gap);
    }

    [Fact]
    public void Keep_OtherFiles_AreForgotten()
    {
        checks.Run(Look(), host);
        checks.Keep(new HashSet<string>());
        Assert.Null(checks.Last(Look()));
    }

    private DatabaseLook Look() => new DatabaseLooker(host).Look(place, isRequired: false)!;
}
