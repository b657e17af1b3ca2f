using ContainerdExporter.Containerd.Handlers;
using ContainerdExporter.Containerd.Protos.Containers;
using ContainerdExporter.Containerd.Protos.Namespaces;
using ContainerdExporter.Containerd.Protos.Tasks;
using ContainerdExporter.Containerd.Protos.Types;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ContainerdExporter.Containerd.Client;

/// <summary>The calls that make, run and remove a container in <see cref="OwnNamespace"/>: the only ones of the exporter that change anything.</summary>
internal sealed class ContainerClient(DaemonConnection connection)
{
    private const string SpecType = "types.containerd.io/opencontainers/runtime-spec/1/Spec";
    private const string RuncOptionsType = "containerd.runc.v1.Options";
    private const string OtherOptionsType = "runtimeoptions.v1.Options";
    private const uint Kill = 9;

    private static readonly Metadata InOwnNamespace = DaemonNamespaces.Headers(OwnNamespace.Name);

    private readonly CallInvoker invoker = connection.Channel.CreateCallInvoker();

    public async Task<bool> HasNamespaceAsync(CancellationToken cancellationToken) =>
        (await DaemonNamespaces.ListAsync(invoker, new CallOptions(cancellationToken: cancellationToken))).Contains(OwnNamespace.Name, StringComparer.Ordinal);

    /// <summary>The namespace came with its first container, and does not go with its last; containerd refuses while anything is left in it.</summary>
    public async Task DeleteNamespaceAsync(CancellationToken cancellationToken) =>
        await DaemonCalls.OfCanary.DeleteNamespace.AskAsync(invoker, new DeleteNamespaceRequest { Name = OwnNamespace.Name }, new CallOptions(cancellationToken: cancellationToken));

    /// <summary>The containers of the namespace that carry a label.</summary>
    public async Task<IReadOnlyList<OwnContainer>> ListAsync(string label, CancellationToken cancellationToken)
    {
        var request = new ListContainersRequest { Filters = { $"labels.\"{label}\"" } };
        var answer = await DaemonCalls.OfCanary.ListContainers.AskAsync(invoker, request, Within(cancellationToken));
        return [.. answer.Containers.Where(each => each.Labels.ContainsKey(label)).Select(each => new OwnContainer(each.Id, each.Labels[label], each.CreatedAt?.ToDateTimeOffset()))];
    }

    /// <param name="container">Its id, and the value of its label.</param>
    /// <param name="label">The label's name.</param>
    /// <param name="handler">Who runs it.</param>
    /// <param name="spec">The OCI specification, in JSON.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    public async Task CreateAsync(OwnContainer container, string label, RuntimeHandler handler, string spec, CancellationToken cancellationToken)
    {
        var request = new CreateContainerRequest
        {
            Container = new Container
            {
                Id = container.Id,
                Labels = { { label, container.Owner } },
                Runtime = new Container.Types.Runtime { Name = handler.Type, Options = OptionsOf(handler) },
                Spec = new Any { TypeUrl = SpecType, Value = ByteString.CopyFromUtf8(spec) },
            },
        };
        await DaemonCalls.OfCanary.CreateContainer.AskAsync(invoker, request, Within(cancellationToken));
    }

    /// <param name="id">The container.</param>
    /// <param name="handler">Who runs it.</param>
    /// <param name="root">The directory that is to be its read-only root, as the daemon sees it.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    public async Task CreateTaskAsync(string id, RuntimeHandler handler, string root, CancellationToken cancellationToken)
    {
        var request = new CreateTaskRequest
        {
            ContainerId = id,
            RuntimePath = handler.ShimPath ?? string.Empty,
            Rootfs = { new Mount { Type = "bind", Source = root, Options = { "rbind", "ro", "nosuid", "nodev" } } },
        };
        await DaemonCalls.OfCanary.CreateTask.AskAsync(invoker, request, Within(cancellationToken));
    }

    public async Task StartAsync(string id, CancellationToken cancellationToken) =>
        await DaemonCalls.OfCanary.StartTask.AskAsync(invoker, new StartRequest { ContainerId = id }, Within(cancellationToken));

    /// <summary>Its exit status, as soon as it has ended.</summary>
    public async Task<uint> WaitAsync(string id, CancellationToken cancellationToken) =>
        (await DaemonCalls.OfCanary.WaitForTask.AskAsync(invoker, new WaitRequest { ContainerId = id }, Within(cancellationToken))).ExitStatus;

    public async Task KillAsync(string id, CancellationToken cancellationToken) =>
        await DaemonCalls.OfCanary.KillTask.AskAsync(invoker, new KillRequest { ContainerId = id, Signal = Kill }, Within(cancellationToken));

    public async Task DeleteTaskAsync(string id, CancellationToken cancellationToken) =>
        await DaemonCalls.OfCanary.DeleteTask.AskAsync(invoker, new DeleteTaskRequest { ContainerId = id }, Within(cancellationToken));

    public async Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        await DaemonCalls.OfCanary.DeleteContainer.AskAsync(invoker, new DeleteContainerRequest { Id = id }, Within(cancellationToken));

    private static CallOptions Within(CancellationToken cancellationToken) => new(InOwnNamespace, cancellationToken: cancellationToken);

    /// <summary>As CRI does: nothing where the handler says nothing.</summary>
    private static Any? OptionsOf(RuntimeHandler handler)
    {
        var options = handler.Options;
        if (handler.IsRuncShim)
        {
            var runc = new RuncOptions
            {
                BinaryName = handler.BinaryName ?? string.Empty,
                SystemdCgroup = options.UsesSystemd,
                NoPivotRoot = options.IsWithoutPivotRoot,
                NoNewKeyring = options.IsWithoutKeyring,
                Root = options.Root,
            };
            return Pack(RuncOptionsType, runc);
        }

        return Pack(OtherOptionsType, new OtherOptions { TypeUrl = options.TypeUrl, ConfigPath = options.ConfigPath });
    }

    private static Any? Pack(string type, IMessage message) =>
        message.CalculateSize() == 0 ? null : new Any { TypeUrl = type, Value = message.ToByteString() };
}

/// <summary>A container of the exporter's own.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Owner">Whose it is: the value of its label.</param>
/// <param name="Created">When it was made; null before that.</param>
internal sealed record OwnContainer(string Id, string Owner, DateTimeOffset? Created = null);
