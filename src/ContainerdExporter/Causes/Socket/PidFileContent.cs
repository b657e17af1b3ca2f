using System.Globalization;

namespace ContainerdExporter.Causes.Socket;

/// <summary>What was found at a PID file's path.</summary>
/// <param name="Exists">Whether anything is there.</param>
/// <param name="Pid">The PID in it; null when it could not be read or holds none.</param>
/// <param name="Modified">When it was written; null when it could not be read.</param>
/// <param name="Problem">Why there is no PID, in words; null when there is one or there is no file.</param>
internal sealed record PidFileContent(bool Exists, int? Pid, DateTimeOffset? Modified, string? Problem)
{
    /// <summary>A PID and its newline are shorter than this.</summary>
    public const int SizeLimit = 64;

    private const int LargestPid = 1 << 22; // PID_MAX_LIMIT of 64-bit kernels

    public static readonly PidFileContent Absent = new(Exists: false, null, null, null);

    public static PidFileContent Unreadable(string problem) => new(Exists: true, null, null, problem);

    /// <summary>A decimal number within the kernel's range, with white space around it at most, as dockerd reads it.</summary>
    public static PidFileContent Parse(ReadOnlySpan<byte> content, DateTimeOffset modified)
    {
        if (content.Length > SizeLimit)
        {
            return Unreadable("too long for a PID");
        }

        return int.TryParse(content.Trim(" \t\r\n"u8), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid is > 0 and <= LargestPid
            ? new PidFileContent(Exists: true, pid, modified, null)
            : Unreadable("holds no PID");
    }
}
