using ContainerdExporter.Linux;
using CsCheck;

namespace ContainerdExporter.Tests.Linux;

public sealed class HostPathsTests : IDisposable
{
    private readonly TemporaryDirectory root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void FollowLinks_AbsoluteLink_StaysBelowTheRoot()
    {
        Link("var/run", "/run");
        Assert.Equal("/run/containerd/c.sock", Follow("/var/run/containerd/c.sock"));
        Assert.Equal(root.Path + "/run/containerd/c.sock", new HostPaths(root.Path + "/").ToLocal("/var/run/containerd/c.sock"));
    }

    [Fact]
    public void FollowLinks_RelativeLink_StartsAtItsOwnDirectory()
    {
        Link("var/lib/data", "../../mnt/disk");
        Assert.Equal("/mnt/disk/x", Follow("/var/lib/data/x"));
    }

    [Fact]
    public void FollowLinks_LinkAboveTheRoot_EndsAtTheRoot()
    {
        Link("a", "../../../../etc");
        Assert.Equal("/etc/passwd", Follow("/a/passwd"));
    }

    [Fact]
    public void ToLocal_ZeroByte_LeadsNowhere()
    {
        Assert.False(Path.Exists(new HostPaths(root.Path).ToLocal("/\0/etc")));
        Assert.False(Path.Exists(new HostPaths().ToLocal("/etc\0/x")));
        Assert.DoesNotContain('\0', new HostPaths().FollowLinks("/etc\0/x"));
    }

    [Fact]
    public void FollowLinks_DotDotAfterALink_GoesToTheTargetsParent()
    {
        Link("a", "/x/y");
        Assert.Equal("/x/z", Follow("/a/../z"));
    }

    [Fact]
    public void FollowLinks_LinkToALink_IsFollowedToTheEnd()
    {
        Link("a", "b");
        Link("b", "/c");
        Assert.Equal("/c", Follow("/a"));
    }

    [Fact]
    public void FollowLinks_MissingComponents_AreKept() => Assert.Equal("/no/such/file", Follow("//no/./such//file/"));

    [Fact]
    public void FollowLinks_FortyLinks_AreFollowed()
    {
        Chain(40);
        Assert.Equal("/end", Follow("/l40"));
    }

    [Fact]
    public void FollowLinks_MoreThanFortyLinks_LeadNowhere()
    {
        Chain(41);
        root.Write("end", "x");
        Assert.NotEqual(Errno.None, Libc.Status(root.Path + Follow("/l41"), follow: true, out _));
    }

    [Fact]
    public void FollowLinks_LinksInACircle_LeadNowhere()
    {
        Link("a", "/b");
        Link("b", "/a");
        Assert.Equal(Errno.NameTooLong, Libc.Status(root.Path + Follow("/a/x"), follow: true, out _));
    }

    [Fact]
    public void FollowLinks_AnyPath_NeverLeavesTheRoot()
    {
        Link("a", "../../..");
        Link("b", "/a/../a");
        string[] names = ["a", "b", "..", ".", "c", string.Empty];
        Gen.Int[0, names.Length - 1].Select(index => names[index]).Array[0, 12].Sample(parts =>
        {
            var path = Follow("/" + string.Join('/', parts));
            return path.StartsWith('/') && !path.Split('/').Contains("..", StringComparer.Ordinal);
        });
    }

    [Fact]
    public void ToLocal_HostRoot_IsThePathItself() => Assert.Equal("/var/run/x", new HostPaths("/").ToLocal("/var/run/x"));

    private string Follow(string path) => new HostPaths(root.Path).FollowLinks(path);

    private void Chain(int length)
    {
        Link("l1", "/end");
        for (var n = 2; n <= length; n++)
        {
            Link($"l{n}", $"/l{n - 1}");
        }
    }

    private void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(root.At(path))!);
        File.CreateSymbolicLink(root.At(path), target);
    }
}
