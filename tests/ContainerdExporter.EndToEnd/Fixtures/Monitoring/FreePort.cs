using System.Net;
using System.Net.Sockets;

namespace ContainerdExporter.EndToEnd.Fixtures.Monitoring;

/// <summary>Ports for programs that cannot choose one themselves.</summary>
public static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
