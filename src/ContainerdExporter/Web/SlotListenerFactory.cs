using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ContainerdExporter.Web;

/// <summary>Listens as the server would by itself, but accepts only who gets a slot.</summary>
internal sealed class SlotListenerFactory(SocketTransportFactory sockets, ConnectionSlots slots) : IConnectionListenerFactory
{
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new SlotListener(await sockets.BindAsync(endpoint, cancellationToken), slots);

    private sealed class SlotListener(IConnectionListener listener, ConnectionSlots slots) : IConnectionListener
    {
        private readonly CancellationTokenSource end = new();

        public EndPoint EndPoint => listener.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            try
            {
                return await slots.AcceptAsync(() => listener.AcceptAsync(cancellationToken), end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                return null;
            }
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await end.CancelAsync();
            await listener.UnbindAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await listener.DisposeAsync();
            end.Dispose();
        }
    }
}
