namespace ContainerdExporter.DaemonLog;

/// <summary>
/// Clean-ups after containers that were never made. A shim of 1.6 that cleans up collects its children twice, and whoever comes too late takes
/// runc's exit status for 255 (go-runc monitor.go): that looks like a runtime that fails, where it may be a command that the image does
/// not have. Which of both it was, CRI says a few lines later; of others' containers nobody says it.
/// </summary>
internal sealed class OpenCleanUps
{
    private const int Limit = 16;

    /// <summary>Lines that one waits for.</summary>
    private const int Patience = 100;

    private const string EndOfId = "/init.pid";

    private readonly List<(LogLine Line, long Since)> open = [];
    private long taken;

    public bool IsEmpty => open.Count == 0;

    public void Add(LogLine cleanUp) => open.Add((cleanUp, taken));

    /// <summary>Forgets those whose container's own command was at fault, as this next line says; gives those that have waited enough.</summary>
    public IReadOnlyList<LogLine> Take(LogLine next)
    {
        if (open.Count == 0)
        {
            return [];
        }

        taken++;
        if (LogReasons.IsWorkloads(next))
        {
            open.RemoveAll(each => IdOf(each.Line) is { } id && next.Message.Contains(id, StringComparison.Ordinal));
        }

        var tooMany = open.Count - Limit;
        return Leave(open.TakeWhile((each, index) => index < tooMany || taken - each.Since > Patience).Count());
    }

    /// <summary>Waits for none any longer.</summary>
    public IReadOnlyList<LogLine> LeaveAll() => Leave(open.Count);

    private List<LogLine> Leave(int count)
    {
        List<LogLine> left = [.. open.Take(count).Select(each => each.Line)];
        open.RemoveRange(0, count);
        return left;
    }

    /// <summary>The folder of the missing file has the container's name; null when no file is named.</summary>
    private static string? IdOf(LogLine cleanUp)
    {
        var end = cleanUp.Message.IndexOf(EndOfId, StringComparison.Ordinal);
        return end > 0 && cleanUp.Message[..end].Split('/')[^1] is { Length: > 0 } id ? id : null;
    }
}
