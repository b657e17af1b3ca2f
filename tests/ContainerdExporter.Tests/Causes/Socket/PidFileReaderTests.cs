using System.Diagnostics;
using ContainerdExporter.Causes.Socket;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Causes.Socket;

public sealed class PidFileReaderTests : IDisposable
{
    private readonly TemporaryDirectory root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void Read_PlainFile_GivesPidAndTime()
    {
        root.Write("run/c.pid", "4711\n");
        var content = Read("/run/c.pid");
        Assert.Equal(4711, content.Pid);
        Assert.InRange(DateTimeOffset.UtcNow - content.Modified!.Value, TimeSpan.FromSeconds(-5), TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("/run/missing.pid")]
    [InlineData("/missing/directory/c.pid")]
    [InlineData("/run/file/c.pid")]
    public void Read_NothingThere_IsAbsent(string path)
    {
        root.Write("run/file", string.Empty);
        Assert.Equal(PidFileContent.Absent, Read(path));
    }

    [Fact]
    public void Read_Directory_IsUnreadable()
    {
        Directory.CreateDirectory(root.At("run/c.pid"));
        Assert.Equal("is a directory", Read("/run/c.pid").Problem);
    }

    [Fact]
    public void Read_FifoWithoutWriter_IsUnreadableAndDoesNotBlock()
    {
        using (var mkfifo = Process.Start("mkfifo", root.At("c.pid")))
        {
            mkfifo.WaitForExit();
        }

        Assert.Equal("is a named pipe", Read("/c.pid").Problem);
    }

    [Fact]
    public void Read_HugeSparseFile_IsUnreadableAtOnce()
    {
        using (var file = File.Create(root.At("c.pid")))
        {
            file.SetLength(1L << 40);
        }

        Assert.Equal("too long for a PID", Read("/c.pid").Problem);
    }

    [Fact]
    public void Read_LinkToAnotherPlace_IsFollowedBelowTheRoot()
    {
        root.Write("run/docker/c.pid", "12");
        File.CreateSymbolicLink(root.At("var-run"), "/run");
        Assert.Equal(12, Read("/var-run/docker/c.pid").Pid);
    }

    [Fact]
    public void Read_LinksInACircle_AreUnreadable()
    {
        File.CreateSymbolicLink(root.At("a.pid"), "/b.pid");
        File.CreateSymbolicLink(root.At("b.pid"), "/a.pid");
        var content = Read("/a.pid");
        Assert.True(content.Exists);
        Assert.Null(content.Pid);
    }

    private PidFileContent Read(string path) => PidFileReader.Read(new HostPaths(root.Path), path);
}
