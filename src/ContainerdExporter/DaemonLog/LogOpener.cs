using ContainerdExporter.Linux;
using ContainerdExporter.Linux.Journal;

namespace ContainerdExporter.DaemonLog;

/// <summary>Makes the reader of a log, or says why there is none. May hang on a dead mount.</summary>
internal sealed class LogOpener(HostPaths host, TimeProvider time)
{
    private const string MachineIdPath = "/etc/machine-id";
    private const int MachineIdLength = 32;

    private static readonly string[] Directories = ["/var/log/journal", "/run/log/journal"];

    /// <exception cref="LogException">There is none that can be read here.</exception>
    public IDaemonLog Create(LogTarget target) => target.Path is { } path
        ? new FileLog(host, path, time)
        : new JournalLog(host.ToLocal("/") is { Length: > 0 } root ? root : "/", FindJournal(), target.Unit!);

    /// <summary>The machine whose journal is here and can be read.</summary>
    private string FindJournal()
    {
        if (!LibSystemd.IsPresent)
        {
            throw new LogException(LogStatus.Unsupported, "libsystemd.so.0, which reads the journal, is not here; a plain file can be named by --containerd.log-file");
        }

        var machine = ProcFile.TryReadText(host.ToLocal(MachineIdPath), 64, out _)?.Trim();
        if (machine is not { Length: MachineIdLength } || !machine.All(char.IsAsciiHexDigit))
        {
            throw new LogException(LogStatus.Unsupported, "the node has no /etc/machine-id, and so no journal");
        }

        var isDenied = false;
        foreach (var directory in Directories)
        {
            using var file = Libc.Open(host.ToLocal($"{directory}/{machine}/system.journal"), Libc.OpenReadOnly | Libc.OpenNonBlocking, out var errno);
            if (file is not null)
            {
                return machine;
            }

            isDenied |= errno is Errno.AccessDenied or Errno.NotPermitted;
        }

        throw isDenied
            ? new LogException(LogStatus.Denied, "no permission to read the journal: it takes root or the group systemd-journal")
            : new LogException(LogStatus.Unsupported, "the node has no journal in /var/log/journal or /run/log/journal");
    }
}

/// <summary>Why a log is not read.</summary>
internal sealed class LogException(LogStatus status, string message) : Exception(message)
{
    public LogStatus Status { get; } = status;
}
