namespace ContainerdExporter.Hosting;

/// <summary>What every format of the log writes alike.</summary>
internal static class LogFields
{
    /// <summary>In UTC, to the millisecond.</summary>
    public static string Time(TimeProvider time) => time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ");

    /// <summary>As the Prometheus programs call it.</summary>
    public static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };
}
