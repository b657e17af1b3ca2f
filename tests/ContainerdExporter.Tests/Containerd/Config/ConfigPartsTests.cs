using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Tests.Containerd.Config;

/// <summary>The small parts that reading a configuration is made of.</summary>
public sealed class ConfigPartsTests
{
    [Theory]
    [InlineData("1.7.24", 1, 7, 24)]
    [InlineData("v2.1", 2, 1, 0)]
    [InlineData("1.6.20~ds1", 1, 6, 20)]
    [InlineData("2.1.9+unknown", 2, 1, 9)]
    [InlineData("v2.0.5-k3s1.32", 2, 0, 5)]
    public void Parse_Release_IsReadAsFarAsItIsOne(string text, int major, int minor, int patch) =>
        Assert.Equal(new ContainerdRelease(major, minor, patch), ContainerdRelease.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("2")]
    [InlineData("99999999999.1")]
    public void Parse_NoRelease_IsNull(string text) => Assert.Null(ContainerdRelease.Parse(text));

    [Theory]
    [InlineData("0", true)]
    [InlineData("1h30m", true)]
    [InlineData("-1.5s", true)]
    [InlineData("300ms", true)]
    [InlineData(".5m", true)]
    [InlineData("", false)]
    [InlineData("5", false)]
    [InlineData("5 s", false)]
    [InlineData("1d", false)]
    [InlineData("s", false)]
    [InlineData(".s", false)]
    [InlineData("-", false)]
    public void IsValid_Duration_IsGosIdea(string text, bool expected) => Assert.Equal(expected, GoDuration.IsValid(text));

    [Theory]
    [InlineData("*.toml", "a.toml", true)]
    [InlineData("*.toml", ".hidden.toml", true)]
    [InlineData("*.toml", "a.toml.bak", false)]
    [InlineData("[0-9]?-*", "10-a", true)]
    [InlineData("[^0-9]*", "1", false)]
    [InlineData("\\*", "*", true)]
    [InlineData("a[", "a", false)]
    [InlineData("*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void Matches_Pattern_IsGosIdea(string pattern, string name, bool expected) => Assert.Equal(expected, GoGlob.Matches(pattern, name));

    [Theory]
    [InlineData("a = \"[[[[[[\" # [[[[[[", false)]
    [InlineData("a = '''\n[[[[[[\n'''", false)]
    [InlineData("a = \"\\\"[[[[[[\"", false)]
    [InlineData("a = [[[[[[1]]]]]]", true)]
    [InlineData("a.b.c.d.e.f.g = 1", true)]
    public void Exceeds_Nesting_CountsOutsideOfStringsOnly(string text, bool expected) => Assert.Equal(expected, TomlDepth.Exceeds(text, 5));

    [Theory]
    [InlineData("1.6.23", false)]
    [InlineData("1.6.24", true)]
    [InlineData("1.7.3", false)]
    [InlineData("1.7.4", true)]
    [InlineData("2.0.0", true)]
    public void Of_KeyThatCameWithAPatch_IsThereFromThenOn(string release, bool expected) => Assert.Equal(
        expected,
        ConfigModel.Of(ContainerdRelease.Parse(release)!.Value).Plugins["io.containerd.snapshotter.v1.overlayfs"].Schema.Children.ContainsKey("sync_remove"));

    [Theory]
    [InlineData("1.4.0")]
    [InlineData("3.0.0")]
    public void Of_ReleaseOutsideOfTheModel_IsTheNearest(string release) =>
        Assert.True(ConfigModel.Of(ContainerdRelease.Parse(release)!.Value).Plugins.ContainsKey(PluginIds.Cri));
}
