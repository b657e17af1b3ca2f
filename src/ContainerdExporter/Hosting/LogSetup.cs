using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace ContainerdExporter.Hosting;

/// <summary>The exporter's own log: where it goes, in which format, and from which level on.</summary>
internal static class LogSetup
{
    /// <summary>Put together by hand: <c>AddConsole</c> has a container of services make every format there is, at each start.</summary>
    public static LoggerFactory Create(ExporterOptions options, TimeProvider time)
    {
        ConsoleFormatter formatter = options.LogFormat == "json" ? new JsonLogFormatter(time) : new LogfmtFormatter(time);
        var console = new ConsoleLoggerOptions { FormatterName = formatter.Name, LogToStandardErrorThreshold = LogLevel.Trace };
        var factory = new LoggerFactory([], Filter(options.LogLevel));
        factory.AddProvider(new ConsoleLoggerProvider(new FixedConsole(console), [formatter]));
        return factory;
    }

    private static LoggerFilterOptions Filter(string logLevel)
    {
        var level = logLevel switch
        {
            "debug" => LogLevel.Debug,
            "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => LogLevel.Information,
        };
        var filter = new LoggerFilterOptions { MinLevel = level };
        filter.AddFilter("Microsoft", level == LogLevel.Debug ? LogLevel.Debug : LogLevel.Warning);

        // Ours is the one line that a failed start prints.
        filter.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        return filter;
    }

    private sealed class FixedConsole(ConsoleLoggerOptions value) : IOptionsMonitor<ConsoleLoggerOptions>
    {
        public ConsoleLoggerOptions CurrentValue => value;

        public ConsoleLoggerOptions Get(string? name) => value;

        public IDisposable? OnChange(Action<ConsoleLoggerOptions, string?> listener) => null;
    }
}
