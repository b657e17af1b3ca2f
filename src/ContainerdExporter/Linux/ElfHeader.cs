using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ContainerdExporter.Linux;

/// <summary>What the first bytes of a program file say (elf(5); execve(2)).</summary>
/// <param name="Kind">What the kernel would make of it.</param>
/// <param name="Machine">e_machine of an ELF file.</param>
internal readonly record struct ElfHeader(ProgramKind Kind, int Machine)
{
    /// <summary>The bytes that are needed.</summary>
    public const int Size = 20;

    private const int MachineOffset = 18;
    private const int DataOffset = 5;
    private const int BigEndian = 2;

    public static ElfHeader Parse(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("#!"u8))
        {
            return new ElfHeader(ProgramKind.Script, 0);
        }

        if (start.Length < Size || !start.StartsWith("\u007fELF"u8))
        {
            return new ElfHeader(ProgramKind.Other, 0);
        }

        var machine = start[MachineOffset..];
        return new ElfHeader(
            ProgramKind.Elf,
            start[DataOffset] == BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(machine) : BinaryPrimitives.ReadUInt16LittleEndian(machine));
    }

    /// <summary>Whether a machine of this architecture runs it by itself (include/uapi/linux/elf-em.h); 32-bit programs of the same family too.</summary>
    public bool FitsMachine(Architecture architecture) => architecture switch
    {
        Architecture.X64 => Machine is 62 or 3, // EM_X86_64, EM_386
        Architecture.Arm64 => Machine is 183 or 40, // EM_AARCH64, EM_ARM
        _ => true, // No build of this exporter for it: not judged.
    };

    /// <summary>The architecture in words.</summary>
    public string MachineName => Machine switch
    {
        3 => "x86 (32 bit)",
        40 => "arm (32 bit)",
        62 => "x86-64",
        183 => "arm64",
        21 => "ppc64",
        22 => "s390x",
        243 => "riscv",
        _ => $"machine {Machine}",
    };
}

/// <summary>How execve takes a file.</summary>
internal enum ProgramKind
{
    Elf,

    /// <summary>A script with an interpreter line.</summary>
    Script,

    /// <summary>Nothing that the kernel runs by itself.</summary>
    Other,
}
