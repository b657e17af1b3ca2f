using ContainerdExporter.Linux;
using CsCheck;

namespace ContainerdExporter.Tests.Linux;

public sealed class ProgramPagesTests
{
    private const string Text = """
        564e7e569000-564e7ef04000 r-xp 0002c000 fe:00 11675292                   /usr/bin/containerd-exporter
        Size:               9836 kB
        Rss:                9696 kB
        Anonymous:             0 kB
        VmFlags: rd ex mr mw me sd
        564e7f604000-564e7f605000 r--p 010c7000 fe:00 11675292                   /usr/bin/containerd-exporter
        Anonymous:             4 kB
        564e7f9a0000-564e7f9f9000 rw-p 01462000 fe:00 11675292                   /usr/bin/containerd-exporter
        Anonymous:             0 kB
        7fb101a00000-7fb101ac5000 r--s 00000000 fe:00 11675293                   /var/log/journal/system.journal
        Anonymous:             0 kB
        7fb101ac6000-7fb101ac7000 r--p 00000000 00:00 0
        Anonymous:             0 kB
        7fb101ad0000-7fb101ad4000 r--p 00001000 fe:00 11675294                   /opt/a folder/lib.so (deleted)
        Anonymous:             0 kB
        7ffd2d9f1000-7ffd2d9f3000 r-xp 00000000 00:00 0                          [vdso]
        Anonymous:             0 kB

        """;

    [Fact]
    public void Untouched_Smaps_AreTheFilesThatNobodyHasWrittenTo() =>
        Assert.Equal([(0x564e7e569000, 0x99b000), (0x7fb101ad0000, 0x4000)], ProgramPages.Untouched(Text.Split('\n')).ToArray());

    [Fact]
    public void Untouched_AnyText_NeverThrows() => Gen.String.Array.Sample(lines => ProgramPages.Untouched([.. lines, "Anonymous: 0 kB"]).All(each => each.Length > 0));

    /// <summary>This test goes on to run the code, and to read the constants, that it has let go of.</summary>
    [Fact]
    public void LetGo_OfThisVeryProcess_TakesNothingThatIsNeeded()
    {
        ProgramPages.LetGo();
        GC.Collect();
        Assert.Equal("a1b2", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"a{1}b{2}"));
    }
}
