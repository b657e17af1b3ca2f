namespace ContainerdExporter.DaemonLog;

/// <summary>
/// Judges the lines of one daemon in their order: what a line alone does not tell, those around it do. A panic is the database's when its
/// stack says so, a shim's end is normal where the daemon was there to see it, and a failed clean-up where the container's command was at fault.
/// </summary>
internal sealed class LogClassifier
{
    /// <summary>The stack of the goroutine that panicked comes first, and is shorter.</summary>
    private const int StackLimit = 100;

    /// <summary>Shims that ended lately.</summary>
    private const int EndedLimit = 256;

    private const string Started = "starting containerd";
    private const string Ended = "shim disconnected";
    private const string Cleaning = "cleaning up after shim disconnected";
    private const string LastWords = "containerd: ";

    /// <summary>How Go names the signals that a program dies of with its stack. SIGQUIT is left out: somebody has asked for that stack.</summary>
    private static readonly string[] Signals = ["SIGABRT: ", "SIGBUS: ", "SIGFPE: ", "SIGILL: ", "SIGSEGV: "];

    private readonly Queue<string> endedOrder = new();
    private readonly Dictionary<string, ShimEnd> ended = new(StringComparer.Ordinal);
    private readonly OpenCleanUps cleanUps = new();
    private LogLine? panic;
    private int stackLines;
    private bool stack;

    /// <summary>Whether no line waits for what comes after it.</summary>
    public bool IsSettled => panic is null && cleanUps.IsEmpty;

    /// <summary>Takes the next line; gives what is now known of it, and of those before it.</summary>
    public IEnumerable<(LogPattern Pattern, LogLine Line)> Take(LogLine line)
    {
        foreach (var cleanUp in cleanUps.Take(line))
        {
            yield return (LogPattern.RuntimeError, cleanUp);
        }

        if (panic is not null)
        {
            if (!line.IsStructured && ++stackLines < StackLimit && !IsLastWords(line))
            {
                if (!line.Text.Contains("go.etcd.io/bbolt", StringComparison.Ordinal))
                {
                    yield break;
                }

                yield return (LogPattern.DatabasePanic, panic);
                panic = null;
                stack = true;
                yield break;
            }

            yield return (LogPattern.Panic, panic);
            panic = null;
        }

        // A stack goes on until the next line of the logger; it may hold further panics, which are the same one.
        stack &= !line.IsStructured && !IsLastWords(line);
        if (!line.IsStructured && !stack && IsPanic(line.Text))
        {
            panic = line;
            stack = true;
            stackLines = 0;
        }
        else if (!line.IsStructured && !stack && IsSignal(line.Text))
        {
            // From outside, or from the C library when no further thread can be had: the database may be in the stack, but is not the reason.
            stack = true;
            yield return (LogPattern.Panic, line);
        }
        else if (IsLastWords(line))
        {
            yield return (LogReasons.OfLastWords(line.Text), line);
        }
        else if (line.IsStructured && Judge(line) is { } pattern)
        {
            if (pattern == LogPattern.RuntimeError && LogReasons.IsCleanUp(line))
            {
                cleanUps.Add(line);
            }
            else
            {
                yield return (pattern, line);
            }
        }
    }

    /// <summary>The log has gone quiet: a panic whose stack does not name the database is another, and of a clean-up nobody will say more.</summary>
    public IEnumerable<(LogPattern Pattern, LogLine Line)> Settle()
    {
        stack = false;
        if (panic is { } line)
        {
            panic = null;
            yield return (LogPattern.Panic, line);
        }

        foreach (var cleanUp in cleanUps.LeaveAll())
        {
            yield return (LogPattern.RuntimeError, cleanUp);
        }
    }

    private LogPattern? Judge(LogLine line)
    {
        if (line.Message == Started)
        {
            ended.Clear();
            endedOrder.Clear();
            return null;
        }

        if (line.Message == Ended)
        {
            Remember(line.Id, ended.GetValueOrDefault(line.Id) == ShimEnd.Lost ? ShimEnd.Lost : ShimEnd.Seen);
            return null;
        }

        // Written at the normal end of each container too, but then once after its "shim disconnected"; without, a starting daemon has met a
        // dead shim. Of one that does not answer it says so twice, and its "shim disconnected" stands before, between or after them. 2.x says
        // that in a line of its own, and this one at the level of information.
        if (line.Message == Cleaning && line.Severity == LogSeverity.Warning && ended.GetValueOrDefault(line.Id) is var end && end != ShimEnd.Lost)
        {
            Remember(line.Id, end == ShimEnd.Seen ? ShimEnd.CleanedUp : ShimEnd.Lost);
            return end == ShimEnd.Seen ? null : LogPattern.ShimLost;
        }

        return IsSecondCleanUp(line) ? null : LogReasons.OfLogged(line);
    }

    /// <summary>Of the two clean-ups after a shim that did not answer, the second finds neither the runtime's container nor what the shim left.</summary>
    private bool IsSecondCleanUp(LogLine line) =>
        LogReasons.IsCleanUp(line) &&
        ended.Any(each => each.Value == ShimEnd.Lost && line.Message.Contains($"/{each.Key}/init.pid", StringComparison.Ordinal));

    private void Remember(string id, ShimEnd end)
    {
        if (!ended.ContainsKey(id))
        {
            endedOrder.Enqueue(id);
        }

        ended[id] = end;
        if (endedOrder.Count > EndedLimit)
        {
            ended.Remove(endedOrder.Dequeue());
        }
    }

    private static bool IsLastWords(LogLine line) => !line.IsStructured && line.Text.StartsWith(LastWords, StringComparison.Ordinal);

    private static bool IsSignal(string text) => Signals.Any(signal => text.StartsWith(signal, StringComparison.Ordinal));

    private static bool IsPanic(string text) =>
        text.StartsWith("panic: ", StringComparison.Ordinal) || text.StartsWith("fatal error: ", StringComparison.Ordinal);

    /// <summary>How far the log has told the end of a shim.</summary>
    private enum ShimEnd
    {
        /// <summary>Nothing was said of it.</summary>
        None,

        /// <summary>The daemon saw its connection end.</summary>
        Seen,

        /// <summary>What it left was cleared away, as it should be.</summary>
        CleanedUp,

        /// <summary>A starting daemon found it dead or silent.</summary>
        Lost,
    }
}
