using System.Net.Sockets;
using ContainerdExporter.Collection;
using ContainerdExporter.Exposition;
using ContainerdExporter.Web;
using ContainerdExporter.Web.Config;
using Microsoft.Extensions.Hosting.Systemd;

namespace ContainerdExporter.Hosting;

/// <summary>Serves metrics and pages until it is told to end.</summary>
internal static partial class ServeCommand
{
    public static async Task<int> RunAsync(ExporterOptions options, CancellationToken cancellationToken)
    {
        using var loggers = LogSetup.Create(options, TimeProvider.System);
        var watch = NodeCollectorFactory.Create(options, TimeProvider.System, loggers);
        var history = HistoryFactory.Create(options, TimeProvider.System, loggers.CreateLogger("history"));
        await using var first = Background([new FirstLook(watch.Collector, history.Findings)], loggers);
        first.Start();
        WebApplication app;
        try
        {
            app = Build(options, loggers, watch, history);
        }
        catch (WebConfigException e)
        {
            CommandLine.Refuse($"{options.WebConfigFile}: {e.Message}");
            return CommandLine.Unusable;
        }

        await using (app)
        {
            return await RunAsync(app, options, loggers, [.. watch.Background, history.Work, new MemoryUpkeep(MemoryUpkeep.GiveBack, TimeProvider.System)], cancellationToken);
        }
    }

    private static async Task<int> RunAsync(
        WebApplication app, ExporterOptions options, LoggerFactory loggers, IReadOnlyList<IBackgroundWork> works, CancellationToken cancellationToken)
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

        Listening(loggers.CreateLogger("web"), SelfMetrics.Version, string.Join(", ", app.Urls));
        using var self = new OwnRequest(app.Urls.First());
        var systemd = app.Services.GetRequiredService<ISystemdNotifier>();
        await using var background = Background([.. works, .. Watchdog(systemd, self, loggers.CreateLogger("background"))], loggers);
        background.Start();
        systemd.Notify(ServiceState.Ready);
        app.Lifetime.ApplicationStopping.Register(() => systemd.Notify(ServiceState.Stopping));
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static BackgroundWorkers Background(IReadOnlyList<IBackgroundWork> works, LoggerFactory loggers) =>
        new(works, TimeProvider.System, loggers.CreateLogger("background"));

    /// <summary>Where systemd watches.</summary>
    private static IEnumerable<IBackgroundWork> Watchdog(ISystemdNotifier systemd, OwnRequest self, ILogger logger)
    {
        if (SystemdWatchdog.LimitOf(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID")) is { } limit)
        {
            yield return new SystemdWatchdog(systemd, self.SendAsync, limit, TimeProvider.System, logger);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "containerd-exporter {Version} listens on {Addresses}")]
    private static partial void Listening(ILogger logger, string version, string addresses);

    private static WebApplication Build(ExporterOptions options, LoggerFactory loggers, NodeWatch watch, NodeHistory history)
    {
        // Nothing by default: the other builders read appsettings.json from the working directory and watch it, which for a service is
        // the host's root with all that is mounted below.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(loggers);
        builder.WebHost.UseBoundedKestrel(options);
        builder.Services.AddRoutingCore();
        builder.Services.AddClosedOptions();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        builder.Services.AddSingleton(history.Findings);
        builder.Services.AddSingleton(watch.Collector);
        if (options.WebConfigFile is { } path)
        {
            builder.Services.AddSingleton(_ => new WebConfigFile(path, TimeProvider.System, loggers.CreateLogger("web")));
        }

        var app = builder.Build();
        app.Use((context, next) => context.Features.Get<ConnectionSlot>() is { } slot ? slot.AnswerAsync(() => next(context)) : next(context));
        app.UseSecurityHeaders();
        app.UseWebConfig();
        app.MapMetrics(options);
        app.MapPages(options);
        return app;
    }
}
