namespace ContainerdExporter.Linux;

/// <summary>Error numbers that decide something here (asm-generic/errno-base.h and errno.h).</summary>
internal enum Errno
{
    None = 0,
    NotPermitted = 1,
    NotFound = 2,
    NoSuchProcess = 3,
    Interrupted = 4,
    InputOutput = 5,
    TryAgain = 11,
    AccessDenied = 13,
    NotADirectory = 20,
    Invalid = 22,
    BrokenPipe = 32,
    NameTooLong = 36,
    TooManyLinks = 40,
    ConnectionRefused = 111,
    NeedsCleaning = 117,
}

/// <summary>File types of st_mode (include/uapi/linux/stat.h).</summary>
internal enum FileType
{
    None = 0,
    Fifo = 0x1000,
    CharacterDevice = 0x2000,
    Directory = 0x4000,
    BlockDevice = 0x6000,
    Regular = 0x8000,
    SymbolicLink = 0xA000,
    Socket = 0xC000,
}

/// <summary>File types in words.</summary>
internal static class FileTypeText
{
    public static string Describe(this FileType type) => type switch
    {
        FileType.Fifo => "named pipe",
        FileType.CharacterDevice => "character device",
        FileType.BlockDevice => "block device",
        FileType.Directory => "directory",
        FileType.Regular => "plain file",
        FileType.SymbolicLink => "symbolic link",
        FileType.Socket => "socket",
        _ => "file of an unknown type",
    };
}
