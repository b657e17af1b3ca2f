using System.Runtime.InteropServices;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Canary;

/// <summary>The directory that is a canary's root file system: the program, and where /proc and /dev are mounted. Below <c>--state.dir</c>.</summary>
/// <param name="host">Where the host's files are seen.</param>
/// <param name="stateDirectory">Where the exporter may write.</param>
internal sealed class CanaryRoot(HostPaths host, string stateDirectory)
{
    /// <summary>The program's name in the root.</summary>
    public const string Program = "exit";

    private const UnixFileMode Walkable = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The canary's part of the state directory.</summary>
    public string Folder => $"{stateDirectory}/canary";

    /// <summary>The root.</summary>
    public string Directory => $"{Folder}/root";

    /// <summary>Makes what is not there; where all is there nothing is written, so that a full or read-only disk does not matter. May hang on a dead mount.</summary>
    /// <exception cref="CollectionException">There is no program for this machine.</exception>
    /// <exception cref="IOException">It cannot be made; <see cref="UnauthorizedAccessException"/> where a permission is missing.</exception>
    public void Prepare()
    {
        var program = CanaryProgram.For(RuntimeInformation.OSArchitecture)
            ?? throw CollectionException.Unsupported($"there is no program to run on {RuntimeInformation.OSArchitecture}");

        // The modes do not depend on the umask: the container's user is nobody.
        foreach (var directory in new[] { Directory, $"{Directory}/proc", $"{Directory}/dev" })
        {
            System.IO.Directory.CreateDirectory(directory);
            SetMode(directory, Walkable | UnixFileMode.UserWrite);
        }

        var path = $"{Directory}/{Program}";
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(program))
        {
            // Not in place: a canary of another exporter may be running it.
            var part = $"{Folder}/{Program}.part";
            File.WriteAllBytes(part, program);
            File.Move(part, path, overwrite: true);
        }

        SetMode(path, Walkable);
    }

    /// <summary>Keeps another exporter with the same state directory from running canaries, until it is disposed of or this process ends.</summary>
    /// <exception cref="IOException">Another one has it.</exception>
    public IDisposable Lock()
    {
        System.IO.Directory.CreateDirectory(Folder);
        var path = $"{Folder}/lock";
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, []);
        }

        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
    }

    /// <summary>Whether a daemon finds the program at the same path, and may run it there. May hang on a dead mount.</summary>
    /// <returns>A sentence when it does not.</returns>
    public string? Refusal(ContainerdInstance instance)
    {
        var program = $"{Directory}/{Program}";
        var errno = Libc.Status(program, follow: true, out var own);
        if (errno != Errno.None)
        {
            return $"{program} cannot be read ({errno})";
        }

        var seen = ViewOf(instance, program);
        if (Libc.Status(seen, follow: true, out var theirs) != Errno.None || !theirs.IsSameFile(own))
        {
            return $"containerd does not see {stateDirectory} of the exporter at the same path: --state.dir must be a directory of the host, mounted here under its own path";
        }

        return Libc.FileSystem(seen, out var fileSystem) == Errno.None && fileSystem.IsNoExec
            ? $"{stateDirectory} is on a file system that is mounted noexec: --state.dir must be where programs may run"
            : null;
    }

    /// <summary>The daemon's own view of the path; the host's where that cannot be had.</summary>
    private string ViewOf(ContainerdInstance instance, string path)
    {
        var root = instance.Daemon is { } daemon ? host.Proc($"{daemon.Process.Pid}/root") : null;
        return root is not null && Libc.Status($"{root}/", follow: true, out _) == Errno.None ? root + path : host.ToLocal(path);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (File.GetUnixFileMode(path) != mode)
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
