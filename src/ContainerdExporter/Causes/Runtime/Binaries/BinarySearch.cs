using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Binaries;

/// <summary>Finds a program as the daemon would (os/exec LookPath), inside the host's root. May hang on a dead mount.</summary>
internal sealed class BinarySearch(HostPaths host)
{
    /// <summary>The program's path on the host, and why it cannot be run; ok otherwise.</summary>
    /// <param name="name">A path, or a name to look up.</param>
    /// <param name="directories">The daemon's PATH, and for a shim the directory of containerd itself.</param>
    public (string? Path, BinaryState State) Find(string name, IReadOnlyList<string> directories)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            // A relative path would depend on a working directory that changes with every container.
            return name.StartsWith('/') ? (name, Look(name)) : (null, BinaryState.Missing);
        }

        (string? Path, BinaryState State) best = (null, BinaryState.Missing);
        foreach (var directory in directories.Where(directory => directory.StartsWith('/')))
        {
            var path = Path.Combine(directory, name);
            var state = Look(path);
            if (state == BinaryState.Ok)
            {
                return (path, state);
            }

            if (state != BinaryState.Missing && best.Path is null)
            {
                best = (path, state);
            }
        }

        return best;
    }

    private BinaryState Look(string path)
    {
        var local = host.ToLocal(path);
        var errno = Libc.Status(local, follow: true, out var status);
        return errno switch
        {
            Errno.NotFound or Errno.NotADirectory or Errno.TooManyLinks => BinaryState.Missing,
            not Errno.None => BinaryState.Unreadable,
            _ when status.Type == FileType.Directory => BinaryState.Missing,
            _ when !status.IsExecutable => BinaryState.NotExecutable,
            _ when Libc.FileSystem(local, out var fs) == Errno.None && fs.IsNoExec => BinaryState.NotExecutable,
            _ => BinaryState.Ok,
        };
    }
}
