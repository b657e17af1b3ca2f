using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Socket;

/// <summary>The metric families of cause 3.</summary>
internal static class SocketMetrics
{
    private static readonly MetricFamily State = MetricFamily.Gauge(
        "containerd_socket_state", "What a client meets at the path of the gRPC socket: the state with value 1 (refused: a socket without a listener).", "address", "state");

    private static readonly MetricFamily Foreign = MetricFamily.Gauge(
        "containerd_socket_foreign", "1 if a daemon lives that the path of its socket does not lead to: taken by another process, replaced or removed.", "address");

    private static readonly MetricFamily PidFile = MetricFamily.Gauge(
        "containerd_pidfile_state", "What a PID file says: the state with value 1 (foreign: the process lives but is not containerd).", "address", "path", "state");

    private static readonly MetricFamily Shims = MetricFamily.Gauge(
        "containerd_shim_sockets", "Sockets of shims with (live) and without (stale) a listener, up to 20000 for each directory.", "address", "state");

    public static readonly IReadOnlyList<MetricFamily> Families = [State, Foreign, PidFile, Shims];

    public static void Export(SocketSample sample, MetricSink sink)
    {
        foreach (var socket in sample.Sockets)
        {
            if (socket.State is { } state)
            {
                sink.SetState(State, state, socket.Address);
            }

            if (socket.IsForeign is { } isForeign)
            {
                sink.Set(Foreign, isForeign, socket.Address);
            }
        }

        foreach (var file in sample.PidFiles)
        {
            if (file.State is { } state)
            {
                sink.SetState(PidFile, state, file.Place.Owner.Address, file.Place.Path);
            }
        }

        foreach (var shims in sample.ShimSockets.Where(shims => shims.Problem is null))
        {
            sink.Set(Shims, shims.Live, shims.Address, "live");
            sink.Set(Shims, shims.Stale, shims.Address, "stale");
        }
    }
}
