using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Socket;

/// <summary>Reads a PID file, whatever may lie at its path: nothing but a regular file is opened, and a few bytes of it are read.</summary>
internal static class PidFileReader
{
    public static PidFileContent Read(HostPaths host, string path)
    {
        var local = host.ToLocal(path);
        var errno = Libc.Status(local, follow: true, out var status);
        if (errno is Errno.NotFound or Errno.NotADirectory)
        {
            return PidFileContent.Absent;
        }

        if (errno != Errno.None)
        {
            return PidFileContent.Unreadable(Describe(errno));
        }

        if (status.Type != FileType.Regular)
        {
            return PidFileContent.Unreadable($"is a {status.Type.Describe()}");
        }

        // Should it have been replaced since: not even a pipe blocks an open or a read with O_NONBLOCK.
        using var file = Libc.Open(local, Libc.OpenReadOnly | Libc.OpenNonBlocking, out errno);
        Span<byte> content = stackalloc byte[PidFileContent.SizeLimit + 1];
        var length = file is null ? -1 : Libc.Read(file, content, out errno);
        return length < 0
            ? errno == Errno.NotFound ? PidFileContent.Absent : PidFileContent.Unreadable(Describe(errno))
            : PidFileContent.Parse(content[..length], status.Modified.ToTime());
    }

    private static string Describe(Errno errno) => errno switch
    {
        Errno.AccessDenied or Errno.NotPermitted => "the exporter may not read it",
        Errno.TooManyLinks or Errno.NameTooLong => "its symbolic links lead in a circle, or its path is too long",
        _ => $"error {(int)errno}",
    };
}
