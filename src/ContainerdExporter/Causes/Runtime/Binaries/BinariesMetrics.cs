using ContainerdExporter.Containerd.Handlers;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Causes.Runtime.Binaries;

/// <summary>The metric families of the runtimes' programs.</summary>
internal static class BinariesMetrics
{
    private static readonly MetricFamily State = MetricFamily.Gauge(
        "containerd_runtime_binary_state", "Whether the shim and the OCI runtime of a handler can be run: the state with value 1.", "address", "handler", "state");

    private static readonly MetricFamily Info = MetricFamily.Gauge(
        "containerd_runtime_binary_info", "Always 1; the program that a handler starts, and its version where it was asked.", "address", "handler", "path", "version");

    private static readonly MetricFamily Default = MetricFamily.Gauge(
        "containerd_runtime_default_handler", "Always 1; the handler of containers that name none.", "address", "handler");

    public static readonly IReadOnlyList<MetricFamily> Families = [State, Info, Default];

    public static void Export(BinariesSample sample, MetricSink sink)
    {
        foreach (var handler in sample.Handlers)
        {
            var name = RuntimeHandler.LabelOf(handler.Handler);
            sink.SetState(State, handler.State, handler.Address, name);
            if (handler.IsDefault)
            {
                sink.Set(Default, 1, handler.Address, name);
            }

            if (handler.State == BinaryState.Ok && handler.Binaries is [.., { Path: { } path, Version: var version }])
            {
                sink.Set(Info, 1, handler.Address, name, path, version ?? "unknown");
            }
        }
    }
}
