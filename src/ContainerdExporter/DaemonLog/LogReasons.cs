namespace ContainerdExporter.DaemonLog;

/// <summary>
/// Judges one line by its words. The words are those of containerd 1.6 to 2.x, of runc, of bbolt and of the kernel's errno texts. The
/// deepest reason wins: a plugin that failed since the disk is full speaks of the disk.
/// </summary>
internal static class LogReasons
{
    /// <summary>How 1.x begins to tell what was said while a dead shim was cleaned up.</summary>
    private const string CleanUp = "cleanup warnings ";

    private const string PluginFailure = "failed to load plugin";

    private static readonly (LogPattern Pattern, string[] Words)[] Reasons =
    [
        (LogPattern.NoSpace, ["no space left on device", "disk quota exceeded"]),
        (LogPattern.IoError, ["input/output error", "structure needs cleaning", "read-only file system", "stale NFS file handle", "stale file handle"]),
        (LogPattern.OutOfMemory, ["cannot allocate memory", "possibly OOM-killed"]),
        (LogPattern.DatabaseLocked, ["waiting for response from boltdb open"]),
        (LogPattern.DatabaseInvalid, ["invalid database", "checksum error", "file size too small", "version mismatch"]),
        (LogPattern.ContentError, ["unexpected commit digest", "unexpected commit size", "failed size validation", "failed commit on ref", "blob not found"]),
        (LogPattern.UnpackError, ["failed to extract layer", "failed to unpack image on snapshotter", "failed to apply layer"]),
        (LogPattern.RuntimeError, ["OCI runtime create failed", "OCI runtime start failed", "OCI runtime exec failed", "OCI runtime state failed", "OCI runtime delete failed", "OCI runtime kill failed", "unable to retrieve OCI runtime error", "failed to remove runc container", "runc did not terminate successfully"]),
        (LogPattern.ShimStartFailed, ["failed to start shim", "binary not installed", "failed to create shim"]),
        (LogPattern.ShimLost, ["failed to load shim"]),
        (LogPattern.ShimError, ["failed to clean up after shim disconnected", "shim might be leaked", "cleaning leaked shim process", "failed to delete dead shim"]),
        (LogPattern.SandboxNetworkFailed, ["failed to setup network for sandbox"]),
        (LogPattern.ListenerFailed, ["failed to get listener for"]),
        (LogPattern.ConfigInvalid, ["invalid plugin config", "failed to find snapshotter", "no corresponding runtime configured", "failed to load TOML", "failed to unmarshal TOML", "Can't convert", "must be different paths", "invalid plugin key", "unsupported config version", "unable to parse", "not a valid logrus Level", "unknown log format", "unknown policy"]),
        (LogPattern.DeadlineExceeded, ["context deadline exceeded"]),
    ];

    /// <summary>The pattern of a line that the daemon's logger wrote; null for what is also written in health.</summary>
    public static LogPattern? OfLogged(LogLine line)
    {
        if (line.Severity is not (LogSeverity.Error or LogSeverity.Warning))
        {
            return null;
        }

        if (line.Message.StartsWith("Ignoring unknown key in TOML", StringComparison.Ordinal))
        {
            return LogPattern.UnknownConfigKey;
        }

        // The failure of the plugin itself has a line of its own.
        if (line.Message.StartsWith("could not ", StringComparison.Ordinal) || IsWorkloads(line) || IsRegistrys(line))
        {
            return null;
        }

        var isPlugin = line.Message.StartsWith(PluginFailure, StringComparison.Ordinal);
        if (isPlugin && (Has(line.Error, "skip plugin") || Has(line.Error, "devmapper not configured")))
        {
            return null; // 1.6 and 1.7 say so of what nobody asked for.
        }

        if (isPlugin && IsLockTimeout(line.Error))
        {
            return LogPattern.DatabaseLocked;
        }

        // 1.x writes into the message what 2.x writes into a field.
        var said = IsCleanUp(line) ? OfCleanUp(line.Message) : Of(line.Message);
        return said ?? Of(line.Error) ?? OfCleanUp(line.Warnings) ??
            (isPlugin ? LogPattern.PluginFailed : line.IsFatal ? LogPattern.StartFailed : null);
    }

    /// <summary>Whether a 1.x tells what was said while it cleaned up.</summary>
    public static bool IsCleanUp(LogLine line) => line.Message.StartsWith(CleanUp, StringComparison.Ordinal);

    /// <summary>The pattern of the last words of a daemon that does not start: <c>containerd: …</c>.</summary>
    public static LogPattern OfLastWords(string words) => Of(words) ?? LogPattern.StartFailed;

    /// <summary>
    /// What was said while a dead shim was cleaned up. That runc has nothing more to remove happens in health as well, when the clean-up
    /// meets the removal; a container that runc could not make has no init.pid either (runtime/v2/runc/manager/manager_linux.go).
    /// </summary>
    private static LogPattern? OfCleanUp(string warnings) =>
        Of(warnings) is { } pattern && (pattern != LogPattern.RuntimeError || Has(warnings, "failed to read init pid file")) ? pattern : null;

    private static LogPattern? Of(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        foreach (var (pattern, words) in Reasons)
        {
            foreach (var word in words)
            {
                if (Has(text, word))
                {
                    return pattern;
                }
            }
        }

        return null;
    }

    /// <summary>bbolt says no more than that when it has waited for the lock for as long as the configuration lets it.</summary>
    private static bool IsLockTimeout(string error) => error == "timeout" || error.EndsWith(": timeout", StringComparison.Ordinal);

    /// <summary>A command that is not in the container's image, or one, such as a probe's, that outlasts the time it was given: the workload's mistake, not the node's.</summary>
    public static bool IsWorkloads(LogLine line) =>
        Has(line.Error, "unable to start container process: exec: ") ||
        Has(line.Error, "unable to start container process: error during container init: exec: ") ||
        (line.Message.StartsWith("ExecSync for ", StringComparison.Ordinal) && Has(line.Error, "failed to exec in container: timeout "));

    /// <summary>A pull that failed for its registry's or its network's silence.</summary>
    private static bool IsRegistrys(LogLine line) =>
        (Has(line.Message, "PullImage ") || Has(line.Error, "failed to resolve reference") || Has(line.Error, "failed to do request")) &&
        Has(line.Error, "context deadline exceeded");

    private static bool Has(string text, string words) => text.Contains(words, StringComparison.Ordinal);
}
