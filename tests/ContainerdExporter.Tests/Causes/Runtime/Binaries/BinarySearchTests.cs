using ContainerdExporter.Causes.Runtime.Binaries;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Causes.Runtime.Binaries;

public sealed class BinarySearchTests : IDisposable
{
    private static readonly string[] Directories = ["/one", "relative", "/two"];

    private readonly TemporaryDirectory root = new();
    private readonly BinarySearch search;

    public BinarySearchTests() => search = new BinarySearch(new HostPaths(root.Path));

    public void Dispose() => root.Dispose();

    [Fact]
    public void Find_Name_IsTheFirstExecutable()
    {
        Add("one/runc", executable: false);
        Add("two/runc", executable: true);

        Assert.Equal(("/two/runc", BinaryState.Ok), search.Find("runc", Directories));
    }

    [Fact]
    public void Find_OnlyWithoutExecuteBit_IsNamed()
    {
        Directory.CreateDirectory(root.At("one/runc"));
        Add("two/runc", executable: false);

        Assert.Equal(("/two/runc", BinaryState.NotExecutable), search.Find("runc", Directories));
    }

    [Fact]
    public void Find_Nothing_IsMissing()
    {
        Assert.Equal((null, BinaryState.Missing), search.Find("runc", Directories));
        Assert.Equal((null, BinaryState.Missing), search.Find("bin/runc", Directories));
        Assert.Equal(("/nowhere/runc", BinaryState.Missing), search.Find("/nowhere/runc", Directories));
    }

    [Fact]
    public void Find_LinkOfTheHost_IsFollowedInsideItsRoot()
    {
        Add("real/runc", executable: true);
        Directory.CreateDirectory(root.At("one"));
        File.CreateSymbolicLink(root.At("one/runc"), "/real/runc");

        Assert.Equal(("/one/runc", BinaryState.Ok), search.Find("runc", Directories));
    }

    private void Add(string path, bool executable) =>
        File.SetUnixFileMode(root.Write(path, "#!/bin/sh\n"), executable ? UnixFileMode.UserRead | UnixFileMode.UserExecute : UnixFileMode.UserRead);
}
