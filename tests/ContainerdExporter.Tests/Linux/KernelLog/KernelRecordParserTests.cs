using System.Text;
using ContainerdExporter.Linux.KernelLog;
using CsCheck;

namespace ContainerdExporter.Tests.Linux.KernelLog;

public sealed class KernelRecordParserTests
{
    [Fact]
    public void TryParse_KernelRecord_EveryFieldIsRead()
    {
        Assert.True(Parse("3,430,1943216728,-;Memory cgroup out of memory\n", out var text, out var record));
        Assert.Equal((430UL, 0, 1943216728L, false, "Memory cgroup out of memory"), (record.Sequence, record.Facility, record.Microseconds, record.IsContinuation, text));
    }

    [Fact]
    public void TryParse_RecordOfAProcess_HasAnotherFacility()
    {
        Assert.True(Parse("11,436,1977692670,-;Killed process 1\n", out _, out var record));
        Assert.Equal(1, record.Facility);
    }

    [Theory]
    [InlineData("6,1,2,-,caller=T12;x\n", false)]
    [InlineData("6,1,2,c;x\n", true)]
    [InlineData("6,1,2,+;x\n", true)]
    [InlineData("6,1,2,c,caller=C0;x\n", true)]
    public void TryParse_Flags_TellFragments(string raw, bool isContinuation)
    {
        Assert.True(Parse(raw, out var text, out var record));
        Assert.Equal((isContinuation, "x"), (record.IsContinuation, text));
    }

    [Fact]
    public void TryParse_Properties_AreNoPartOfTheText()
    {
        Assert.True(Parse("6,160,424069,-;pci_root PNP0A03:00: host bridge; x\n SUBSYSTEM=acpi\n DEVICE=+acpi:PNP0A03:00\n", out var text, out _));
        Assert.Equal("pci_root PNP0A03:00: host bridge; x", text);
    }

    [Theory]
    [InlineData(@"a\x0ab", "a\nb")]
    [InlineData(@"\x5c\x5C", @"\\")]
    [InlineData(@"gr\xc3\xb6\xc3\x9fe", "größe")]
    [InlineData(@"a\x4", @"a\x4")]
    [InlineData(@"a\xzz", @"a\xzz")]
    [InlineData(@"a\", @"a\")]
    public void TryParse_Escapes_AreUndone(string escaped, string expected)
    {
        Assert.True(Parse($"6,1,2,-;{escaped}\n", out var text, out _));
        Assert.Equal(expected, text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("6,1,2")]
    [InlineData("6,1;text")]
    [InlineData(";")]
    [InlineData("x,1,2,-;text")]
    [InlineData("6,-1,2,-;text")]
    [InlineData("6,1,99999999999999999999,-;text")]
    [InlineData("6,1,18446744073709551615,-;text")]
    [InlineData("99999999999,1,2,-;text")]
    public void TryParse_NoRecord_IsRefused(string raw) => Assert.False(Parse(raw, out _, out _));

    [Fact]
    public void TryParse_AnyBytes_NeverThrowsAndNeverGrows() =>
        Gen.Byte.Array[0, 300].Sample(bytes =>
        {
            byte[] raw = [.. "6,1,2,-;"u8, .. bytes];
            Assert.True(KernelRecordParser.TryParse(raw, out var record));
            Assert.True(record.Text.Length <= bytes.Length);
            _ = KernelRecordParser.TryParse(bytes, out _);
        });

    [Fact]
    public void TryParse_WhatTheKernelEscapes_ComesBack() =>
        Gen.Byte.Array[0, 100].Sample(bytes =>
        {
            var raw = new StringBuilder("6,1,2,-;");
            foreach (var c in bytes)
            {
                raw.Append(c is < 32 or >= 127 or (byte)'\\' ? $"\\x{c:x2}" : ((char)c).ToString());
            }

            Assert.True(KernelRecordParser.TryParse(Encoding.ASCII.GetBytes(raw.Append('\n').ToString()), out var record));
            Assert.Equal(bytes, record.Text.ToArray());
        });

    private static bool Parse(string raw, out string text, out (ulong Sequence, int Facility, long Microseconds, bool IsContinuation) fields)
    {
        var isRecord = KernelRecordParser.TryParse(Encoding.UTF8.GetBytes(raw), out var record);
        text = Encoding.UTF8.GetString(record.Text);
        fields = (record.Sequence, record.Facility, record.Microseconds, record.IsContinuation);
        return isRecord;
    }
}
