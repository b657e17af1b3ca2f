using Microsoft.Extensions.Logging.Console;

namespace ContainerdExporter.Hosting;

/// <summary>The exporter's own log: where it goes, in which format, and from which level on.</summary>
internal static class LogSetup
{
    public static void Apply(ILoggingBuilder logging, ExporterOptions options)
    {
        logging.AddConsole(console =>
        {
            console.FormatterName = options.LogFormat == "json" ? ConsoleFormatterNames.Json : LogfmtFormatter.FormatName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        logging.Services.AddSingleton(TimeProvider.System).AddSingleton<ConsoleFormatter, LogfmtFormatter>();
        logging.SetMinimumLevel(options.LogLevel switch
        {
            "debug" => LogLevel.Debug,
            "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => LogLevel.Information,
        });
        logging.AddFilter("Microsoft", options.LogLevel == "debug" ? LogLevel.Debug : LogLevel.Warning);

        // Ours is the one line that a failed start prints.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }
}
