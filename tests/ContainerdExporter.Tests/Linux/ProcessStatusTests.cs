using ContainerdExporter.Linux;
using CsCheck;

namespace ContainerdExporter.Tests.Linux;

public sealed class ProcessStatusTests
{
    private const string Text =
        "Name:\tcontainerd\nUmask:\t0022\nState:\tS (sleeping)\nPid:\t7\nUid:\t1000\t0\t1000\t1000\nGid:\t1\t2\t3\t4\nFDSize:\t256\nNSpid:\t7\nvoluntary_ctxt_switches:\t5\nnonvoluntary_ctxt_switches:\t2\n";

    [Fact]
    public void Parse_Status_ReadsTheEffectiveUserAmongTheFour() => Assert.Equal(new ProcessStatus(1, 7, 0, 256), ProcessStatus.Parse(Text));

    [Fact]
    public void Parse_NestedNamespaces_AreCounted() =>
        Assert.Equal(3, ProcessStatus.Parse(Text.Replace("NSpid:\t7", "NSpid:\t700\t70\t7", StringComparison.Ordinal)).NamespaceDepth);

    [Fact]
    public void Parse_LinesAreMissing_UserIsUnknownAndDepthIsOne() => Assert.Equal(new ProcessStatus(1, 0), ProcessStatus.Parse("Name:\tx\nUid:\t0\n"));

    [Fact]
    public void Parse_AnyText_NeverThrows() => Gen.String.Sample(text => _ = ProcessStatus.Parse(Text + text + "\nUid:\t" + text));

    [Fact]
    public void Read_OwnProcess_IsOurUser()
    {
        var own = ProcessFiles.Status(new HostPaths(), Environment.ProcessId)!;
        Assert.Equal(Environment.IsPrivilegedProcess, own.EffectiveUser == 0);
        Assert.InRange(own.DescriptorSlots, 1, int.MaxValue);
    }

    [Fact]
    public void Read_NoSuchProcess_IsNull() => Assert.Null(ProcessFiles.Status(new HostPaths(), int.MaxValue));
}
