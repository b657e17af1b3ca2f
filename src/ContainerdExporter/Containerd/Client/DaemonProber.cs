using System.Diagnostics;
using ContainerdExporter.Containerd.Protos.Cri;
using ContainerdExporter.Containerd.Protos.Images;
using ContainerdExporter.Containerd.Protos.Introspection;
using ContainerdExporter.Linux;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ContainerdExporter.Containerd.Client;

/// <summary>
/// Climbs the ladder on one socket: connect, Version, Plugins, Namespaces, Images, CRI Status. Each rung is timed, has an
/// outcome of its own, and half of the whole climb's budget at most, so that a hang is told apart from slowness.
/// </summary>
internal sealed class DaemonProber(HostPaths host, TimeSpan budget)
{
    /// <summary>Matches no image: the store is read to the end, and the answer stays small however many images there are.</summary>
    private const string NoImage = "name==containerd-exporter/probe";

    public async Task<DaemonProbe> ProbeAsync(string address, CancellationToken cancellationToken)
    {
        var climb = new Climb(budget, cancellationToken);
        using var connection = await ConnectAsync(climb, host.ToLocal(address));
        if (connection is null)
        {
            return climb.End(peerPid: null);
        }

        var invoker = connection.Channel.CreateCallInvoker();
        if (!await climb.TryAsync(ProbeStage.Version, options => ReadVersionAsync(climb, invoker, options)))
        {
            return climb.End(connection.PeerPid);
        }

        await climb.TryAsync(ProbeStage.Plugins, options => ReadPluginsAsync(climb, invoker, options));
        if (await climb.TryAsync(ProbeStage.Namespaces, options => ReadNamespacesAsync(climb, invoker, options)))
        {
            await climb.TryAsync(ProbeStage.Images, options => ReadImagesAsync(climb, invoker, options));
        }

        await climb.TryAsync(ProbeStage.Cri, options => ReadCriAsync(climb, invoker, options));
        return climb.End(connection.PeerPid);
    }

    private static async Task<DaemonConnection?> ConnectAsync(Climb climb, string path)
    {
        var errno = Libc.Status(path, follow: true, out var status);
        if (errno == Errno.NotFound || errno == Errno.NotADirectory)
        {
            climb.Fail(ProbeStage.Connect, ProbeOutcome.Absent, "nothing is at the path");
            return null;
        }

        if (errno == Errno.None && status.Type != FileType.Socket)
        {
            climb.Fail(ProbeStage.Connect, ProbeOutcome.NotSocket, $"a {status.Type.Describe()} is at the path");
            return null;
        }

        DaemonConnection? connection = null;
        await climb.TryAsync(
            ProbeStage.Connect,
            async options => connection = await DaemonConnection.OpenAsync(path, options.CancellationToken));
        return connection;
    }

    private static async Task ReadVersionAsync(Climb climb, CallInvoker invoker, CallOptions options)
    {
        var answer = await DaemonCalls.Version.AskAsync(invoker, new Empty(), options);
        climb.Version = answer.Version;
    }

    private static async Task ReadPluginsAsync(Climb climb, CallInvoker invoker, CallOptions options)
    {
        var plugins = await DaemonCalls.Plugins.AskAsync(invoker, new PluginsRequest(), options);
        climb.Plugins = [.. plugins.Plugins.Select(plugin => new PluginStatus(plugin.Type, plugin.Id, plugin.InitErr?.Message))];
        climb.Deprecations = await ReadDeprecationsAsync(invoker, options);
    }

    /// <summary>
    /// Server needs a UUID file in containerd's root, which a power loss can leave empty. Everything else works without it, so an
    /// error here fails no rung: the warnings are unknown, that is all.
    /// </summary>
    private static async Task<IReadOnlyList<DeprecationWarning>> ReadDeprecationsAsync(CallInvoker invoker, CallOptions options)
    {
        try
        {
            var server = await DaemonCalls.Server.AskAsync(invoker, new Empty(), options);
            return [.. server.Deprecations.Select(each => new DeprecationWarning(each.Id, each.Message, each.LastOccurrence.ToDateTimeOffset()))];
        }
        catch (RpcException e) when (e.StatusCode is not (StatusCode.Cancelled or StatusCode.DeadlineExceeded))
        {
            return [];
        }
    }

    private static async Task ReadNamespacesAsync(Climb climb, CallInvoker invoker, CallOptions options)
    {
        var names = await DaemonNamespaces.ListAsync(invoker, options);
        climb.Namespace = names.FirstOrDefault(name => name != OwnNamespace.Name) ?? "default";
    }

    private static async Task ReadImagesAsync(Climb climb, CallInvoker invoker, CallOptions options) =>
        await DaemonCalls.ListImages.AskAsync(invoker, new ListImagesRequest { Filters = { NoImage } }, options.In(climb.Namespace));

    private static async Task ReadCriAsync(Climb climb, CallInvoker invoker, CallOptions options)
    {
        var answer = await DaemonCalls.CriStatus.AskAsync(invoker, new StatusRequest(), options);
        climb.CriConditions =
        [
            .. answer.Status.Conditions.Select(each => new CriCondition(each.Type, each.Status, each.Reason, each.Message)),
        ];
    }

    /// <summary>One climb: its budget, and what it has gathered so far.</summary>
    private sealed class Climb(TimeSpan budget, CancellationToken cancellationToken)
    {
        private readonly long start = Stopwatch.GetTimestamp();
        private readonly List<StageResult> stages = [];

        public string? Version { get; set; }

        public string Namespace { get; set; } = "default";

        public IReadOnlyList<PluginStatus> Plugins { get; set; } = [];

        public IReadOnlyList<DeprecationWarning> Deprecations { get; set; } = [];

        public IReadOnlyList<CriCondition> CriConditions { get; set; } = [];

        public void Fail(ProbeStage stage, ProbeOutcome outcome, string detail) =>
            stages.Add(new StageResult(stage, outcome, TimeSpan.Zero, detail));

        public async Task<bool> TryAsync(ProbeStage stage, Func<CallOptions, Task> rung)
        {
            var left = budget - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return false; // Not reached in time: no result rather than a wrong one.
            }

            var limit = left < budget / 2 ? left : budget / 2;
            var began = Stopwatch.GetTimestamp();
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(limit);
            try
            {
                await rung(new CallOptions(cancellationToken: deadline.Token));
                stages.Add(new StageResult(stage, ProbeOutcome.Ok, Stopwatch.GetElapsedTime(began)));
                return true;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                var outcome = deadline.IsCancellationRequested ? ProbeOutcome.Timeout : ProbeErrors.Classify(stage, e);
                var detail = outcome == ProbeOutcome.Timeout ? $"no answer within {limit.TotalSeconds:0.###} s" : ProbeErrors.Describe(e);
                stages.Add(new StageResult(stage, outcome, Stopwatch.GetElapsedTime(began), detail));
                return false;
            }
        }

        public DaemonProbe End(int? peerPid) => new(stages, peerPid, Version, Plugins, Deprecations, CriConditions);
    }
}
