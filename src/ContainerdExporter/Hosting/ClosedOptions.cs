using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Validation;

namespace ContainerdExporter.Hosting;

/// <summary>
/// The options that the framework reads while it starts, each registered as just its type. The open generic registration would do the same, but in
/// a native program the runtime has to build each of its types, managers, factories and lists, at every start: all of them together were a
/// third of the CPU time until the first scrape.
/// </summary>
internal static class ClosedOptions
{
    public static IServiceCollection AddClosedOptions(this IServiceCollection services) => services
        .Add<HostOptions>()
        .Add<ConsoleLifetimeOptions>()
        .Add<KestrelServerOptions>()
        .Add<SocketTransportOptions>()
        .Add<RouteOptions>()
        .Add<RouteHandlerOptions>()
        .Add<FormOptions>()
        .Add<JsonOptions>()
        .Add<ValidationOptions>()
        .RemoveAll<IStartupValidator>(); // Validates the options of metrics that nobody listens to.

    private static IServiceCollection Add<T>(this IServiceCollection services)
        where T : class, new() =>
        services.AddSingleton(provider =>
        {
            var options = new T();
            foreach (var setup in provider.GetServices<IConfigureOptions<T>>())
            {
                setup.Configure(options);
            }

            foreach (var setup in provider.GetServices<IPostConfigureOptions<T>>())
            {
                setup.PostConfigure(Options.DefaultName, options);
            }

            return Options.Create(options);
        });
}
