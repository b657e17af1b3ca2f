using System.Runtime.InteropServices;
using ContainerdExporter.Linux;
using CsCheck;

namespace ContainerdExporter.Tests.Linux;

public sealed class ElfHeaderTests
{
    [Theory]
    [InlineData(62, 1, "X64", true)]
    [InlineData(3, 1, "X64", true)]
    [InlineData(183, 1, "X64", false)]
    [InlineData(183, 1, "Arm64", true)]
    [InlineData(62, 1, "Arm64", false)]
    [InlineData(22, 2, "X64", false)]
    public void Parse_Machine_IsReadInItsByteOrder(int machine, byte order, string architecture, bool fits)
    {
        byte[] start = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, order, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, (byte)machine, 0];
        if (order == 2)
        {
            (start[18], start[19]) = (start[19], start[18]);
        }

        var header = ElfHeader.Parse(start);

        Assert.Equal((ProgramKind.Elf, machine), (header.Kind, header.Machine));
        Assert.Equal(fits, header.FitsMachine(Enum.Parse<Architecture>(architecture)));
    }

    [Fact]
    public void Parse_OwnProgram_FitsThisMachine()
    {
        using var file = File.OpenRead("/proc/self/exe");
        var start = new byte[ElfHeader.Size];
        file.ReadExactly(start);

        Assert.True(ElfHeader.Parse(start) is { Kind: ProgramKind.Elf } header && header.FitsMachine(RuntimeInformation.OSArchitecture));
    }

    [Fact]
    public void Parse_OtherFiles_AreToldApart()
    {
        Assert.Equal(ProgramKind.Script, ElfHeader.Parse("#!/bin/sh\n"u8).Kind);
        Assert.Equal(ProgramKind.Other, ElfHeader.Parse([]).Kind);
        Assert.Equal(ProgramKind.Other, ElfHeader.Parse("\u007fELF"u8).Kind);
        Gen.Byte.Array[0, 64].Sample(bytes => _ = ElfHeader.Parse(bytes));
    }
}
