using System.Diagnostics;
using ContainerdExporter.Causes.Runtime.Binaries;

namespace ContainerdExporter.Tests.Causes.Runtime.Binaries;

public sealed class VersionCommandTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(300);

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("sleep 60")]
    [InlineData("while :; do echo runc version 1; done")]
    public void Run_NoEnd_IsEndedAndSlow(string body)
    {
        var watch = Stopwatch.StartNew();

        var answer = VersionCommand.Run(Script(body), "/usr/bin:/bin", Limit);

        Assert.Equal((BinaryState.Failing, true), (answer.State, answer.IsSlow));
        Assert.InRange(watch.Elapsed, Limit, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Run_StandardInput_IsEmpty() =>
        Assert.Equal("7", VersionCommand.Run(Script("cat; echo runc version 7"), "/usr/bin:/bin", TimeSpan.FromSeconds(20)).Version);

    [Fact]
    public void Run_NoExecuteBit_IsNotExecutable()
    {
        var script = Script("true");
        File.SetUnixFileMode(script, UnixFileMode.UserRead);

        Assert.Equal(BinaryState.NotExecutable, VersionCommand.Run(script, "/usr/bin", Limit).State);
    }

    private string Script(string body)
    {
        var path = directory.Write("program", $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
