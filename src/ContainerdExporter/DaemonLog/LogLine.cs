namespace ContainerdExporter.DaemonLog;

/// <summary>How grave the daemon says a line is; the <c>level</c> label.</summary>
internal enum LogSeverity
{
    /// <summary>error, fatal and panic.</summary>
    Error,

    /// <summary>warning.</summary>
    Warning,

    /// <summary>info.</summary>
    Info,

    /// <summary>debug, trace, and what is no line of the daemon's logger, such as a Go stack.</summary>
    Other,
}

/// <summary>One line of the daemon's log.</summary>
/// <param name="Text">All of it, cut to <see cref="LogLineParser.LengthLimit"/>.</param>
/// <param name="IsStructured">Whether the daemon's logger wrote it: it has a level and a message.</param>
internal sealed record LogLine(string Text, bool IsStructured)
{
    public LogSeverity Severity { get; init; } = LogSeverity.Other;

    /// <summary>Whether the daemon ends with this line.</summary>
    public bool IsFatal { get; init; }

    /// <summary>When it was written, where the line says so.</summary>
    public DateTimeOffset? Time { get; init; }

    public string Message { get; init; } = string.Empty;

    public string Error { get; init; } = string.Empty;

    /// <summary>What a helper process has written (<c>warnings=</c>).</summary>
    public string Warnings { get; init; } = string.Empty;

    /// <summary>The container's id, or the plugin's.</summary>
    public string Id { get; init; } = string.Empty;
}
