using ContainerdExporter.Causes.Runtime.Binaries;

namespace ContainerdExporter.Tests.Causes.Runtime.Binaries;

public sealed class VersionCommandTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Run_NoEnd_IsSlow()
    {
        var answer = VersionCommand.Run(Script("sleep 60"), "/usr/bin:/bin", TimeSpan.FromMilliseconds(300));

        Assert.Equal((BinaryState.Failing, true, "--version did not end within 0.3 s"), (answer.State, answer.IsSlow, answer.Detail));
    }

    [Fact]
    public void Run_Answer_HasItsVersion() =>
        Assert.Equal("7", VersionCommand.Run(Script("echo runc version 7"), "/usr/bin:/bin", TimeSpan.FromSeconds(20)).Version);

    [Fact]
    public void Run_NoExecuteBit_IsNotExecutable()
    {
        var script = Script("true");
        File.SetUnixFileMode(script, UnixFileMode.UserRead);

        Assert.Equal(BinaryState.NotExecutable, VersionCommand.Run(script, "/usr/bin", TimeSpan.FromSeconds(20)).State);
    }

    private string Script(string body)
    {
        var path = directory.Write("program", $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
