namespace ContainerdExporter.DaemonLog;

/// <summary>A line that is kept to be shown.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="Text">Without secrets, and short.</param>
internal sealed record KeptLine(DateTimeOffset Time, string Text);

/// <summary>What is known of one pattern.</summary>
/// <param name="Count">Lines of it.</param>
/// <param name="Last">The last of these, oldest first.</param>
internal sealed record PatternTotal(long Count, IReadOnlyList<KeptLine> Last)
{
    public static readonly PatternTotal None = new(0, []);
}

/// <summary>What was read of one log. Immutable.</summary>
/// <param name="Patterns">By pattern; what is not in it was not seen.</param>
/// <param name="Lines">Lines that were judged, by severity.</param>
/// <param name="Skipped">Lines that were stepped over in a flood.</param>
internal sealed record LogTotals(IReadOnlyDictionary<LogPattern, PatternTotal> Patterns, IReadOnlyDictionary<LogSeverity, long> Lines, long Skipped)
{
    public static readonly LogTotals None = new(new Dictionary<LogPattern, PatternTotal>(), new Dictionary<LogSeverity, long>(), 0);

    public PatternTotal Of(LogPattern pattern) => Patterns.GetValueOrDefault(pattern, PatternTotal.None);
}

/// <summary>Counts the lines of one log. Used by the reader's thread alone.</summary>
internal sealed class LogTally
{
    /// <summary>Lines of a pattern that are kept.</summary>
    public const int KeptLimit = 3;

    private readonly LogClassifier classifier = new();
    private readonly Dictionary<LogPattern, PatternTotal> patterns;
    private readonly Dictionary<LogSeverity, long> lines;
    /// <summary>The last lines of each pattern since they were shown, as they are.</summary>
    private readonly Dictionary<LogPattern, Queue<(DateTimeOffset Time, string Text)>> matched = [];
    private long skipped;

    public LogTally(LogTotals from)
    {
        patterns = new(from.Patterns);
        lines = new(from.Lines);
        skipped = from.Skipped;
    }

    /// <summary>Whether a place in the log belongs to these totals: no line waits for what comes after it.</summary>
    public bool IsSettled => classifier.IsSettled;

    /// <summary>When the last line was received.</summary>
    public DateTimeOffset? LastLine { get; private set; }

    /// <summary>Lines that were read or stepped over since the start; tells whether there was anything.</summary>
    public long Seen { get; private set; }

    public void Take(ReadOnlySpan<byte> bytes, DateTimeOffset received)
    {
        var line = LogLineParser.Parse(bytes);
        lines[line.Severity] = lines.GetValueOrDefault(line.Severity) + 1;
        Seen++;
        LastLine = received;
        foreach (var (pattern, judged) in classifier.Take(line))
        {
            Count(pattern, judged, received);
        }
    }

    public void Skip(long count, DateTimeOffset received)
    {
        skipped += count;
        Seen += count;
        LastLine = received;
    }

    /// <summary>The log has gone quiet.</summary>
    public void Settle()
    {
        foreach (var (pattern, line) in classifier.Settle())
        {
            Count(pattern, line, LastLine ?? default);
        }
    }

    /// <summary>The totals; of what was matched since the last call only the last lines are made fit to be shown.</summary>
    public LogTotals Publish()
    {
        foreach (var (pattern, raw) in matched)
        {
            var total = patterns[pattern];
            var fresh = raw.Select(each => new KeptLine(each.Time, LogSecrets.Show(each.Text)));
            patterns[pattern] = total with { Last = [.. total.Last.Concat(fresh).TakeLast(KeptLimit)] };
        }

        matched.Clear();
        return new LogTotals(new Dictionary<LogPattern, PatternTotal>(patterns), new Dictionary<LogSeverity, long>(lines), skipped);
    }

    private void Count(LogPattern pattern, LogLine line, DateTimeOffset received)
    {
        var total = patterns.GetValueOrDefault(pattern, PatternTotal.None);
        patterns[pattern] = total with { Count = total.Count + 1 };
        if (!matched.TryGetValue(pattern, out var raw))
        {
            matched[pattern] = raw = new Queue<(DateTimeOffset, string)>(KeptLimit);
        }

        if (raw.Count == KeptLimit)
        {
            raw.Dequeue();
        }

        raw.Enqueue((line.Time ?? received, line.Text));
    }
}
