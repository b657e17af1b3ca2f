using ContainerdExporter.Causes.Runtime.Binaries;

namespace ContainerdExporter.Tests.Causes.Runtime.Binaries;

public sealed class VersionAnswerTests
{
    [Theory]
    [InlineData("runc version 1.1.5+ds1\ncommit: 1", "1.1.5+ds1")]
    [InlineData("crun version 1.8.1\n", "1.8.1")]
    [InlineData("youki version: 0.3.3, commit: 5", "0.3.3")]
    [InlineData("NVIDIA Container Runtime version 1.13.5\n", "1.13.5")]
    [InlineData("runc version v1.2.0", "1.2.0")]
    [InlineData("nothing here", null)]
    [InlineData("version 1\"2", null)]
    [InlineData("", null)]
    public void Of_Output_HoldsAPlainVersion(string output, string? version) =>
        Assert.Equal(new VersionAnswer(BinaryState.Ok, version, null), VersionAnswer.Of(0, output, string.Empty));

    [Fact]
    public void Of_LongVersion_IsNotTaken() => Assert.Null(VersionAnswer.Of(0, $"runc version 1.{new string('1', 100)}", string.Empty).Version);

    [Fact]
    public void Of_Failure_KeepsOneBoundedLine()
    {
        var answer = VersionAnswer.Of(127, "out", $"{new string('x', 500)}\nsecond line");

        Assert.Equal(BinaryState.Failing, answer.State);
        Assert.Equal($"--version ended with code 127: {new string('x', 200)}", answer.Detail);
    }
}
