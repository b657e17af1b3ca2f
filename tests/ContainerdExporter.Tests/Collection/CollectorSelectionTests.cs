using ContainerdExporter.Collection;

namespace ContainerdExporter.Tests.Collection;

public sealed class CollectorSelectionTests
{
    private static readonly string[] Enabled = ["liveness", "socket", "disk"];

    [Theory]
    [InlineData(new string[0], new string[0], "liveness socket disk")]
    [InlineData(new[] { "disk" }, new string[0], "disk")]
    [InlineData(new[] { "disk", "socket", "disk" }, new string[0], "socket disk")]
    [InlineData(new string[0], new[] { "liveness" }, "socket disk")]
    public void TryParse_KnownNames_Selects(string[] collect, string[] exclude, string expected)
    {
        var selection = CollectorSelection.TryParse(collect, exclude, Enabled, out var error);
        Assert.Null(error);
        Assert.Equal(expected, string.Join(' ', Enabled.Where(selection!.Includes)));
    }

    [Fact]
    public void TryParse_BothLists_IsRefused()
    {
        Assert.Null(CollectorSelection.TryParse(["disk"], ["socket"], Enabled, out var error));
        Assert.Equal("collect[] and exclude[] cannot be combined: use one of them", error);
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("")]
    [InlineData("Disk")]
    public void TryParse_UnknownName_IsRefusedWithoutEchoingIt(string name)
    {
        Assert.Null(CollectorSelection.TryParse([name], [], Enabled, out var error));
        Assert.Equal("unknown or disabled collector; enabled here: liveness, socket, disk", error);
    }
}
