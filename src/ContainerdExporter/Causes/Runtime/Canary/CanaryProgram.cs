using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ContainerdExporter.Causes.Runtime.Canary;

/// <summary>
/// The program that a canary runs: a static ELF of one loadable segment that does one thing, exit_group(0). Made here byte by byte
/// (elf(5), <c>include/uapi/linux/elf.h</c>), so that nothing has to be shipped, and nobody has to trust a binary.
/// </summary>
internal static class CanaryProgram
{
    private const int HeaderSize = 64; // Elf64_Ehdr
    private const int SegmentSize = 56; // Elf64_Phdr
    private const int Start = HeaderSize + SegmentSize;
    private const ulong LoadAddress = 0x400000; // a multiple of every page size that arm64 may have
    private const ulong LargestPage = 0x10000;

    private const ushort Executable = 2; // ET_EXEC
    private const ushort MachineX64 = 62; // EM_X86_64
    private const ushort MachineArm64 = 183; // EM_AARCH64
    private const uint Load = 1; // PT_LOAD
    private const uint ReadAndExecute = 5; // PF_R | PF_X

    /// <summary><c>xor edi, edi; mov eax, 231; syscall</c>: 231 is exit_group (arch/x86/entry/syscalls/syscall_64.tbl).</summary>
    private static ReadOnlySpan<byte> CodeX64 => [0x31, 0xFF, 0xB8, 0xE7, 0x00, 0x00, 0x00, 0x0F, 0x05];

    /// <summary><c>mov x0, #0; mov x8, #94; svc #0</c>: 94 is exit_group (include/uapi/asm-generic/unistd.h).</summary>
    private static ReadOnlySpan<byte> CodeArm64 => [0x00, 0x00, 0x80, 0xD2, 0xC8, 0x0B, 0x80, 0xD2, 0x01, 0x00, 0x00, 0xD4];

    /// <summary>The file's content; null for a machine that there is no program for.</summary>
    public static byte[]? For(Architecture architecture) => architecture switch
    {
        Architecture.X64 => Build(MachineX64, CodeX64),
        Architecture.Arm64 => Build(MachineArm64, CodeArm64),
        _ => null,
    };

    private static byte[] Build(ushort machine, ReadOnlySpan<byte> code)
    {
        var file = new byte[Start + code.Length];
        code.CopyTo(file.AsSpan(Start));
        WriteHeader(file, machine);
        WriteSegment(file.AsSpan(HeaderSize), (ulong)file.Length);
        return file;
    }

    private static void WriteHeader(Span<byte> header, ushort machine)
    {
        // Magic, 64 bits, little endian, version 1, System V.
        ReadOnlySpan<byte> identity = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0];
        identity.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], Executable);
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], machine);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1); // e_version
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], LoadAddress + Start); // e_entry
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], HeaderSize); // e_phoff
        BinaryPrimitives.WriteUInt16LittleEndian(header[52..], HeaderSize); // e_ehsize
        BinaryPrimitives.WriteUInt16LittleEndian(header[54..], SegmentSize); // e_phentsize
        BinaryPrimitives.WriteUInt16LittleEndian(header[56..], 1); // e_phnum
    }

    /// <summary>The whole file is loaded: headers and code share its one page.</summary>
    private static void WriteSegment(Span<byte> segment, ulong size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(segment, Load);
        BinaryPrimitives.WriteUInt32LittleEndian(segment[4..], ReadAndExecute);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[16..], LoadAddress); // p_vaddr
        BinaryPrimitives.WriteUInt64LittleEndian(segment[24..], LoadAddress); // p_paddr
        BinaryPrimitives.WriteUInt64LittleEndian(segment[32..], size); // p_filesz
        BinaryPrimitives.WriteUInt64LittleEndian(segment[40..], size); // p_memsz
        BinaryPrimitives.WriteUInt64LittleEndian(segment[48..], LargestPage); // p_align
    }
}
