using System.Text;
using ContainerdExporter.Causes.Socket;
using CsCheck;

namespace ContainerdExporter.Tests.Causes.Socket;

public sealed class PidFileContentTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("4711", 4711)]
    [InlineData("4711\n", 4711)]
    [InlineData(" \t4711\r\n", 4711)]
    [InlineData("4194304", 4194304)]
    [InlineData("4194305", null)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("+7", null)]
    [InlineData("", null)]
    [InlineData("\n", null)]
    [InlineData("47 11", null)]
    [InlineData("4711\n4712", null)]
    [InlineData("0x10", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("containerd", null)]
    [InlineData("\0\0\0\0", null)]
    public void Parse_Content_GivesAPidOrAProblem(string content, int? expected)
    {
        var parsed = PidFileContent.Parse(Encoding.UTF8.GetBytes(content), DateTimeOffset.UnixEpoch);
        Assert.Equal(expected, parsed.Pid);
        Assert.True(parsed.Exists);
        Assert.Equal(expected is null, parsed.Problem is not null);
    }

    [Fact]
    public void Parse_LongerThanTheLimit_IsNoPidEvenIfItStartsLikeOne() =>
        Assert.Null(PidFileContent.Parse(Encoding.UTF8.GetBytes("1" + new string(' ', PidFileContent.SizeLimit)), DateTimeOffset.UnixEpoch).Pid);

    [Fact]
    public void Parse_AnyBytes_NeverThrowsAndStaysInRange() => Gen.Byte.Array[0, 80].Sample(bytes =>
    {
        var pid = PidFileContent.Parse(bytes, DateTimeOffset.UnixEpoch).Pid;
        return pid is null or (> 0 and <= 1 << 22);
    });
}
