using System.Net.Sockets;
using ContainerdExporter.Collection;
using ContainerdExporter.Exposition;
using ContainerdExporter.Web;
using ContainerdExporter.Web.Config;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;

namespace ContainerdExporter.Hosting;

/// <summary>Serves metrics and pages until it is told to end.</summary>
internal static partial class ServeCommand
{
    public static async Task<int> RunAsync(ExporterOptions options, CancellationToken cancellationToken)
    {
        WebApplication app;
        try
        {
            app = Build(options);
        }
        catch (WebConfigException e)
        {
            CommandLine.Refuse($"{options.WebConfigFile}: {e.Message}");
            return CommandLine.Unusable;
        }

        await using (app)
        {
            return await RunAsync(app, options, cancellationToken);
        }
    }

    private static async Task<int> RunAsync(WebApplication app, ExporterOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            CommandLine.Refuse($"cannot listen: {e.Message}");
            return CommandLine.Unusable;
        }
        catch (SocketException e)
        {
            CommandLine.Refuse($"cannot listen on {string.Join(", ", options.ListenAddresses)}: {e.Message}");
            return CommandLine.Unusable;
        }

        Listening(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("web"), SelfMetrics.Version, string.Join(", ", app.Urls));
        using var self = new OwnRequest(app.Urls.First());
        await using var background = StartBackground(app.Services, self);
        var systemd = app.Services.GetRequiredService<ISystemdNotifier>();
        systemd.Notify(ServiceState.Ready);
        app.Lifetime.ApplicationStopping.Register(() => systemd.Notify(ServiceState.Stopping));
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static BackgroundWorkers StartBackground(IServiceProvider services, OwnRequest self)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("background");
        List<IBackgroundWork> works = [.. services.GetRequiredService<NodeWatch>().Background, services.GetRequiredService<NodeHistory>().Work];
        if (SystemdWatchdog.LimitOf(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID")) is { } limit)
        {
            works.Add(new SystemdWatchdog(services.GetRequiredService<ISystemdNotifier>(), self.SendAsync, limit, TimeProvider.System, logger));
        }

        var workers = new BackgroundWorkers(works, TimeProvider.System, logger);
        workers.Start();
        return workers;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "containerd-exporter {Version} listens on {Addresses}")]
    private static partial void Listening(ILogger logger, string version, string addresses);

    private static WebApplication Build(ExporterOptions options)
    {
        // Nothing by default: the other builders read appsettings.json from the working directory and watch it, which for a service is
        // the host's root with all that is mounted below.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        AddLogging(builder.Logging, options);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => KestrelSetup.Apply(kestrel, options));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(services => HistoryFactory.Create(options, TimeProvider.System, services.GetRequiredService<ILoggerFactory>().CreateLogger("history")));
        builder.Services.AddSingleton(services => services.GetRequiredService<NodeHistory>().Findings);
        if (options.WebConfigFile is { } path)
        {
            builder.Services.AddSingleton(services => new WebConfigFile(path, TimeProvider.System, services.GetRequiredService<ILoggerFactory>().CreateLogger("web")));
        }

        builder.Services.AddSingleton(services => NodeCollectorFactory.Create(options, TimeProvider.System, services.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddSingleton(services => services.GetRequiredService<NodeWatch>().Collector);

        var app = builder.Build();
        app.Use((context, next) => context.Features.Get<ConnectionSlot>() is { } slot ? slot.AnswerAsync(() => next(context)) : next(context));
        app.UseSecurityHeaders();
        app.UseWebConfig();
        app.MapMetrics(options);
        app.MapPages(options);
        return app;
    }

    private static void AddLogging(ILoggingBuilder logging, ExporterOptions options)
    {
        logging.ClearProviders();
        logging.AddConsole(console =>
        {
            console.FormatterName = options.LogFormat == "json" ? ConsoleFormatterNames.Json : LogfmtFormatter.FormatName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        logging.Services.AddSingleton<ConsoleFormatter, LogfmtFormatter>();
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
