using System.Diagnostics;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Linux;

/// <summary>Real programs, run for real.</summary>
public sealed class ProgramRunTests : IDisposable
{
    private const string Path = "/usr/bin:/bin";

    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(1);

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void ToItsEnd_ProgramThatEnds_HasItsCodeAndWords()
    {
        var outcome = Run("echo \"$1\"; echo no >&2; exit 3", Enough);

        Assert.Equal(new ProgramOutcome(3, "word\n", "no\n"), outcome);
        Assert.False(outcome.IsLate);
    }

    [Theory]
    [InlineData("sleep 600")]
    [InlineData("sleep 600 & wait")]
    [InlineData("while :; do echo and on; done")]
    public void ToItsEnd_NoEnd_IsEndedInTime(string body)
    {
        var watch = Stopwatch.StartNew();

        Assert.True(Run(body, TimeSpan.FromMilliseconds(300)).IsLate);
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(300), Enough);
    }

    [Fact]
    public void ToItsEnd_MuchOutput_KeepsTheBeginning()
    {
        var outcome = Run("echo begin; head -c 1000000 /dev/zero | tr '\\0' x", Enough);

        Assert.StartsWith("begin\nxxx", outcome.Output, StringComparison.Ordinal);
        Assert.Equal((0, 4096), (outcome.ExitCode, outcome.Output.Length));
    }

    [Fact]
    public void ToItsEnd_Surroundings_AreAPathAndNothingElse()
    {
        var outcome = Run("cat; pwd; env | cut -d= -f1 | grep -vE '^(PWD|SHLVL|_)$'", Enough);

        Assert.Equal("/\nPATH\n", outcome.Output);
    }

    [Fact]
    public void ToItsEnd_NoProgram_HasTheKernelsReason()
    {
        var outcome = ProgramRun.ToItsEnd(directory.At("nothing"), [], Path, Enough);

        Assert.Equal((int)Errno.NotFound, outcome.StartError);
        Assert.False(outcome.IsLate);
    }

    private ProgramOutcome Run(string body, TimeSpan limit)
    {
        var path = directory.Write("program", $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return ProgramRun.ToItsEnd(path, ["word"], Path, limit);
    }
}
