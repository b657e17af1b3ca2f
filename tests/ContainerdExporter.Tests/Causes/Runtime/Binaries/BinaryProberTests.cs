using ContainerdExporter.Causes.Runtime.Binaries;
using ContainerdExporter.Collection;
using ContainerdExporter.Linux;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Causes.Runtime.Binaries;

/// <summary>Real programs, run for real.</summary>
public sealed class BinaryProberTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private readonly BinaryProber prober;

    public BinaryProberTests() => prober = Prober(new BinaryOptions(IsRun: true));

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task ProbeAsync_ProgramThatAnswers_HasItsVersion()
    {
        Program("#!/bin/sh\necho \"runc version 1.1.5+ds1\"\necho commit: 1\n");

        var binary = await ProbeAsync();

        Assert.Equal((BinaryState.Ok, "1.1.5+ds1", directory.At("runc"), null), (binary.State, binary.Version, binary.Path, binary.Detail));
    }

    [Fact]
    public async Task ProbeAsync_ProgramThatFails_SaysWhy()
    {
        Program("#!/bin/sh\necho boom >&2\nexit 3\n");

        var binary = await ProbeAsync();

        Assert.Equal((BinaryState.Failing, "--version ended with code 3: boom"), (binary.State, binary.Detail));
    }

    [Fact]
    public async Task ProbeAsync_OtherProcessor_IsTold()
    {
        var program = File.ReadAllBytes("/proc/self/exe")[..4096];
        program[18] = 22; // EM_S390
        Program(program);

        Assert.Equal(BinaryState.WrongArchitecture, (await ProbeAsync()).State);
        Assert.Contains("built for s390x", (await ProbeAsync()).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "wrong_architecture")]
    [InlineData("#!/nowhere/interpreter\n", "failing")]
    public async Task ProbeAsync_FileThatCannotRun_IsTold(string text, string state)
    {
        Program(text);

        Assert.Equal(state, (await ProbeAsync()).State.ToLabel());
    }

    [Fact]
    public async Task ProbeAsync_UnchangedProgram_IsNotRunAgain()
    {
        Program($"#!/bin/sh\necho run >>{directory.At("runs")}\necho runc version 1\n");

        await ProbeAsync();
        await ProbeAsync();
        Assert.Single(File.ReadAllLines(directory.At("runs")));

        time.Advance(TimeSpan.FromMinutes(11));
        await ProbeAsync();
        Assert.Equal(2, File.ReadAllLines(directory.At("runs")).Length);
    }

    [Fact]
    public async Task ProbeAsync_Environment_IsAPathAndNothingElse()
    {
        Program("#!/bin/sh\necho \"v$(/usr/bin/env | /usr/bin/cut -d= -f1 | /usr/bin/grep -vE '^(PWD|SHLVL|_)$' | /usr/bin/tr '\\n' '-')\" >" + directory.At("env") + "\n");

        await ProbeAsync();

        Assert.Equal("vPATH-", File.ReadAllText(directory.At("env")).Trim());
    }

    [Fact]
    public async Task ProbeAsync_SwitchedOff_JudgesByTheFile()
    {
        Program($"#!/bin/sh\ntouch {directory.At("ran")}\nexit 1\n");

        var binary = Assert.Single(await Prober(new BinaryOptions(IsRun: false)).ProbeAsync("/c.sock", [Wanted]));

        Assert.Equal((BinaryState.Ok, (string?)null), (binary.State, binary.Version));
        Assert.False(File.Exists(directory.At("ran")));
    }

    [Fact]
    public async Task ProbeAsync_Missing_NamesTheSearchedDirectories()
    {
        var binary = await ProbeAsync();

        Assert.Equal((BinaryState.Missing, $"in none of {directory.Path}"), (binary.State, binary.Detail));
    }

    private WantedBinary Wanted => new(BinaryRoles.Runtime, "runc", [directory.Path]);

    private async Task<BinarySample> ProbeAsync() => Assert.Single(await prober.ProbeAsync("/c.sock", [Wanted]));

    private BinaryProber Prober(BinaryOptions options) => new(new Node(new HostPaths(), time, [], TimeSpan.FromSeconds(1)), options);

    private void Program(string text) => Program(System.Text.Encoding.UTF8.GetBytes(text));

    private void Program(byte[] content)
    {
        var path = directory.At("runc");
        File.WriteAllBytes(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }
}
