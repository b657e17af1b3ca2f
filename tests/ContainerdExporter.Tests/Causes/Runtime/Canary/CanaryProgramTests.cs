using System.Diagnostics;
using System.Runtime.InteropServices;
using ContainerdExporter.Causes.Runtime.Canary;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Causes.Runtime.Canary;

public sealed class CanaryProgramTests
{
    [Theory]
    [InlineData(Architecture.X64)]
    [InlineData(Architecture.Arm64)]
    public void For_KnownMachine_IsATinyProgramOfThatMachine(Architecture architecture)
    {
        var program = CanaryProgram.For(architecture)!;

        Assert.InRange(program.Length, 121, 199);
        var header = ElfHeader.Parse(program.AsSpan(0, ElfHeader.Size));
        Assert.Equal(ProgramKind.Elf, header.Kind);
        Assert.True(header.FitsMachine(architecture));
    }

    [Fact]
    public void For_OtherMachine_IsNone() => Assert.Null(CanaryProgram.For(Architecture.S390x));

    /// <summary>The kernel's word for it: this machine's program is run, and that of another machine by qemu, which calls the kernel for it.</summary>
    [Theory]
    [InlineData(Architecture.X64, "qemu-x86_64")]
    [InlineData(Architecture.Arm64, "qemu-aarch64")]
    public async Task For_KnownMachine_EndsWithZero(Architecture architecture, string emulator)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.At("exit");
        await File.WriteAllBytesAsync(path, CanaryProgram.For(architecture)!, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        using var process = architecture == RuntimeInformation.OSArchitecture ? Process.Start(path) : Process.Start(emulator, [path]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>The instructions, by the encodings of the ARM manual: MOVZ (wide immediate) and SVC.</summary>
    [Fact]
    public void For_Arm64_LoadsZeroAndTheNumberOfExitGroupAndCallsTheKernel()
    {
        var code = MemoryMarshal.Cast<byte, uint>(CanaryProgram.For(Architecture.Arm64).AsSpan(120));

        Assert.Equal([MoveWide(register: 0, value: 0), MoveWide(register: 8, value: 94), 0xD4000001], code.ToArray());
    }

    private static uint MoveWide(uint register, uint value) => 0xD2800000 | (value << 5) | register;
}
