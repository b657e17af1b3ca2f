using System.Text.Json;
using ContainerdExporter.Linux;

namespace ContainerdExporter.DaemonLog;

/// <summary>The state in a small JSON file, replaced as a whole. A failure is logged once, and so is its end.</summary>
/// <param name="directory">Null keeps nothing.</param>
/// <param name="isReadOnly">Whether the file is only read.</param>
/// <param name="logger">Where to say that it cannot be used.</param>
internal sealed partial class DaemonLogStateFile(string? directory, bool isReadOnly, ILogger logger)
{
    private const string FileName = "journal.json";
    private const int SizeLimit = 1 << 20;
    private const int LogLimit = 64;

    /// <summary>It holds lines of the log, which is not for everybody to read.</summary>
    private static readonly FileStreamOptions Private = new()
    {
        Mode = FileMode.Create,
        Access = FileAccess.Write,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    private string? lastProblem;

    private string Path => $"{directory}/{FileName}";

    /// <summary>Empty when there is none that can be trusted: counting then begins anew.</summary>
    public DaemonLogState Load()
    {
        if (directory is null)
        {
            return new DaemonLogState();
        }

        try
        {
            var text = ProcFile.TryReadText(Path, SizeLimit, out var errno);
            if (text is null && errno is not (Errno.NotFound or Errno.NotADirectory))
            {
                throw ProcFile.Failure(Path, errno);
            }

            return text is not null && JsonSerializer.Deserialize(text, DaemonLogStateJson.Default.DaemonLogState) is { Logs: not null } state && state.Logs.Values.All(log => log is { IsPlausible: true })
                ? state
                : new DaemonLogState();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            NotLoaded(logger, Path, e.Message);
            return new DaemonLogState();
        }
    }

    /// <summary>False when that failed, or nothing is kept.</summary>
    public bool TrySave(DaemonLogState state)
    {
        if (directory is null || isReadOnly)
        {
            return false;
        }

        try
        {
            Directory.CreateDirectory(directory);
            var part = $"{Path}.part";
            using (var stream = new FileStream(part, Private))
            {
                stream.Write(JsonSerializer.SerializeToUtf8Bytes(Bounded(state), DaemonLogStateJson.Default.DaemonLogState));
            }

            File.Move(part, Path, overwrite: true);
            return Report(null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Report(e.Message);
        }
    }

    private static DaemonLogState Bounded(DaemonLogState state) =>
        state.Logs.Count <= LogLimit ? state : state with { Logs = state.Logs.TakeLast(LogLimit).ToDictionary(StringComparer.Ordinal) };

    private bool Report(string? problem)
    {
        if (problem is not null && problem != lastProblem)
        {
            NotSaved(logger, Path, problem);
        }
        else if (problem is null && lastProblem is not null)
        {
            SavedAgain(logger, Path);
        }

        lastProblem = problem;
        return problem is null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the counts of containerd's log start over: {Path} cannot be used: {Problem}")]
    private static partial void NotLoaded(ILogger logger, string path, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "a restart will count containerd's log anew: {Path} cannot be written: {Problem}")]
    private static partial void NotSaved(ILogger logger, string path, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path} is written again")]
    private static partial void SavedAgain(ILogger logger, string path);
}
