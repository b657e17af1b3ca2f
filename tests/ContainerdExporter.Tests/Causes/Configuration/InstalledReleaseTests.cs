using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Linux;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Causes.Configuration;

public sealed class InstalledReleaseTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly FakeTimeProvider time = new();
    private readonly InstalledRelease installed;

    public InstalledReleaseTests() => installed = new InstalledRelease(new IsolatedCalls(time), time);

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Find_ProgramThatTells_IsAskedOnceForEachFile()
    {
        var path = Program("containerd", "echo asked >>asked; echo containerd github.com/containerd/containerd 1.7.24 88bf");
        var other = Program("other", "echo containerd github.com/containerd/containerd v2.1.9 ab");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(new ContainerdRelease(1, 7, 24), installed.Find([directory.At("missing"), path]));
            Assert.Equal(new ContainerdRelease(2, 1, 9), installed.Find([other]));
            time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Single(File.ReadAllLines(directory.At("asked")));
    }

    /// <summary>Too busy, or out of memory: not for ever.</summary>
    [Fact]
    public void Find_ProgramThatDidNotTell_IsAskedAgain()
    {
        var path = Program("containerd", "test -e ready && echo containerd github.com/containerd/containerd 1.7.24 88bf");
        Assert.Null(installed.Find([path]));
        directory.Write("ready", string.Empty);
        Assert.Null(installed.Find([path]));
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(new ContainerdRelease(1, 7, 24), installed.Find([path]));
    }

    private string Program(string name, string script)
    {
        directory.Write(name, $"#!/bin/sh\ncd {directory.Path}; {script}\n");
        File.SetUnixFileMode(directory.At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return directory.At(name);
    }
}
