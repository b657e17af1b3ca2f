using ContainerdExporter.Causes.Runtime.Binaries;
using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Tests.Causes.Runtime.Binaries;

public sealed class BinariesFindingsTests
{
    private static readonly BinarySample Shim = new(BinaryRoles.Shim, "containerd-shim-runc-v2", "/usr/bin/containerd-shim-runc-v2", BinaryState.Ok);
    private static readonly BinarySample Runtime = new(BinaryRoles.Runtime, "runc", "/usr/sbin/runc", BinaryState.Ok, "1.1.5");

    [Theory]
    [InlineData("ok", null, null)]
    [InlineData("missing", "critical", null)] // Templates list handlers that nobody installed.
    [InlineData("not_executable", "critical", "warning")]
    [InlineData("wrong_architecture", "critical", "warning")]
    [InlineData("failing", "critical", "warning")]
    [InlineData("unreadable", null, null)]
    public void Of_State_WeighsMoreInTheDefaultHandler(string state, string? byDefault, string? other)
    {
        var broken = Runtime with { State = Enum.GetValues<BinaryState>().Single(each => each.ToLabel() == state) };

        Assert.Equal(byDefault, Judge(true, Shim, broken).SingleOrDefault()?.Severity.ToLabel());
        Assert.Equal(other, Judge(false, Shim, broken).SingleOrDefault()?.Severity.ToLabel());
    }

    [Fact]
    public void Of_BrokenShim_IsNamedBeforeItsRuntime()
    {
        var finding = Assert.Single(Judge(
            true, Shim with { State = BinaryState.Missing, Path = null, Detail = "in none of /bin" }, Runtime with { State = BinaryState.Failing, Detail = "--version ended with code 1" }));

        Assert.Equal("The shim of runtime handler runc is missing, so containers that use it cannot be started.", finding.Summary);
        Assert.Equal(
            [new Evidence("shim containerd-shim-runc-v2", "in none of /bin"), new Evidence("OCI runtime /usr/sbin/runc", "--version ended with code 1")],
            finding.Evidence);
    }

    private static IEnumerable<Finding> Judge(bool isDefault, params BinarySample[] binaries) =>
        BinariesFindings.Of(new BinariesSample([new HandlerSample("/c.sock", "runc", isDefault, binaries)]));
}
