using System.Net;

namespace ContainerdExporter.Hosting;

/// <summary>Asks the exporter's own HTTP server for an answer, through a new connection each time as a stranger would.</summary>
internal sealed class OwnRequest : IDisposable
{
    private readonly HttpClient client;
    private readonly Uri address;

    /// <param name="listening">An address that the server listens on, e.g. <c>http://[::]:10110</c>.</param>
    public OwnRequest(string listening)
    {
        address = new Uri(Reachable(BindingAddress.Parse(listening)), "/-/healthy");
        var handler = new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero };
#pragma warning disable CA5359 // Nothing is sent but a path, and nothing is read: only that somebody answers at the own address counts.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        client = new HttpClient(handler);
    }

    /// <summary>Ends when the server has answered, whatever it said: also that it talks to nobody without a certificate.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(address, cancellationToken);
        }
        catch (HttpRequestException e) when (address.Scheme == Uri.UriSchemeHttps && e.HttpRequestError is HttpRequestError.SecureConnectionError or HttpRequestError.ResponseEnded)
        {
            // The handshake was answered.
        }
    }

    public void Dispose() => client.Dispose();

    /// <summary>A server that listens on all addresses is asked at the loopback.</summary>
    internal static Uri Reachable(BindingAddress listening)
    {
        var host = IPAddress.TryParse(listening.Host.Trim('[', ']'), out var address) switch
        {
            true when address.Equals(IPAddress.Any) => IPAddress.Loopback.ToString(),
            true when address.Equals(IPAddress.IPv6Any) => $"[{IPAddress.IPv6Loopback}]",
            _ => listening.Host,
        };
        return new Uri($"{listening.Scheme}://{host}:{listening.Port}");
    }
}
