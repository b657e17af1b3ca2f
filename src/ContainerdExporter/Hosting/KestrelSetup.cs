using System.Net;
using System.Net.Sockets;
using ContainerdExporter.Web.Config;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ContainerdExporter.Hosting;

/// <summary>Where the server listens, and what it lets a stranger ask of it.</summary>
internal static class KestrelSetup
{
    public static void Apply(KestrelServerOptions kestrel, ExporterOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 0;
        var webConfig = kestrel.ApplicationServices.GetService<WebConfigFile>();
        foreach (var listen in options.ListenAddresses)
        {
            kestrel.Listen(listen.Address ?? (Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any), listen.Port, endpoint => Speak(endpoint, webConfig));
        }
    }

    /// <summary>HTTP/2 over TLS alone, as the Prometheus exporters do.</summary>
    private static void Speak(ListenOptions endpoint, WebConfigFile? webConfig)
    {
        endpoint.Protocols = HttpProtocols.Http1;
        if (webConfig?.Current().Tls is not null)
        {
            endpoint.Protocols = HttpProtocols.Http1AndHttp2;
            endpoint.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(webConfig.Current().Tls!.Options()) });
        }
    }
}
