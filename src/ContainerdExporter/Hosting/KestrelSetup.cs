using System.Net;
using System.Net.Sockets;
using ContainerdExporter.Web;
using ContainerdExporter.Web.Config;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ContainerdExporter.Hosting;

/// <summary>Where the server listens, and what it lets a stranger ask of it.</summary>
internal static class KestrelSetup
{
    /// <summary>Far more than scrapers and readers need. 10 000 idle ones would take 75 MB.</summary>
    private const int MostConnections = 256;

    /// <summary>Prometheus needs one.</summary>
    private const int MostStreams = 16;

    /// <summary>A scraper sends its headers at once.</summary>
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Longer than the usual scrape interval; whoever comes later connects anew.</summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(70);

    public static IWebHostBuilder UseBoundedKestrel(this IWebHostBuilder web, ExporterOptions options) => web
        .UseKestrelCore()
        .ConfigureKestrel(kestrel => Apply(kestrel, options))
        .ConfigureServices(services => services
            .AddSingleton(new ConnectionSlots(Math.Max(MostConnections, 2 * options.MaxRequests)))
            .AddSingleton<SocketTransportFactory>()
            .AddSingleton<IConnectionListenerFactory, SlotListenerFactory>());

    private static void Apply(KestrelServerOptions kestrel, ExporterOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = IdleTimeout;
        kestrel.Limits.Http2.MaxStreamsPerConnection = MostStreams;
        var webConfig = kestrel.ApplicationServices.GetService<WebConfigFile>();
        foreach (var listen in options.ListenAddresses)
        {
            kestrel.Listen(listen.Address ?? (Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any), listen.Port, endpoint => Speak(endpoint, webConfig));
        }
    }

    /// <summary>HTTP/2 over TLS alone, as the Prometheus exporters do.</summary>
    private static void Speak(ListenOptions endpoint, WebConfigFile? webConfig)
    {
        endpoint.Use(next => connection => connection.Features.Get<ConnectionSlot>()!.HoldAsync(next));
        endpoint.Protocols = HttpProtocols.Http1;
        if (webConfig?.Current().Tls is not null)
        {
            endpoint.Protocols = HttpProtocols.Http1AndHttp2;
            endpoint.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(webConfig.Current().Tls!.Options()) });
        }
    }
}
