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
        client = new HttpClient(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });
    }

    /// <summary>Ends when the server has answered, whatever it said.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(address, cancellationToken);
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
