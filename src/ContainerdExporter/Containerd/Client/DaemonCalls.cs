using ContainerdExporter.Containerd.Protos.Containers;
using ContainerdExporter.Containerd.Protos.Content;
using ContainerdExporter.Containerd.Protos.Cri;
using ContainerdExporter.Containerd.Protos.Images;
using ContainerdExporter.Containerd.Protos.Introspection;
using ContainerdExporter.Containerd.Protos.Namespaces;
using ContainerdExporter.Containerd.Protos.Snapshots;
using ContainerdExporter.Containerd.Protos.Tasks;
using ContainerdExporter.Containerd.Protos.Version;
using Google.Protobuf.WellKnownTypes;

namespace ContainerdExporter.Containerd.Client;

/// <summary>Everything that the exporter asks of containerd (api/services/*/v1, and the CRI API): there is no other call.</summary>
internal static class DaemonCalls
{
    private const string Services = "containerd.services";

    public static readonly UnaryCall<Empty, VersionResponse> Version = new($"{Services}.version.v1.Version", "Version", VersionResponse.Parser);

    public static readonly UnaryCall<PluginsRequest, PluginsResponse> Plugins = new($"{Services}.introspection.v1.Introspection", "Plugins", PluginsResponse.Parser);

    public static readonly UnaryCall<Empty, ServerResponse> Server = new($"{Services}.introspection.v1.Introspection", "Server", ServerResponse.Parser);

    public static readonly UnaryCall<ListNamespacesRequest, ListNamespacesResponse> ListNamespaces = new($"{Services}.namespaces.v1.Namespaces", "List", ListNamespacesResponse.Parser);

    public static readonly UnaryCall<ListImagesRequest, ListImagesResponse> ListImages = new($"{Services}.images.v1.Images", "List", ListImagesResponse.Parser);

    public static readonly UnaryCall<StatusRequest, StatusResponse> CriStatus = new("runtime.v1.RuntimeService", "Status", StatusResponse.Parser);

    public static readonly UnaryCall<ListTasksRequest, ListTasksResponse> ListTasks = new($"{Services}.tasks.v1.Tasks", "List", ListTasksResponse.Parser);

    public static readonly UnaryCall<GetRequest, GetResponse> GetTask = new($"{Services}.tasks.v1.Tasks", "Get", GetResponse.Parser);

    public static readonly StreamCall<ListContentRequest, ListContentResponse> ListContent = new($"{Services}.content.v1.Content", "List", ListContentResponse.Parser);

    public static readonly StreamCall<ListSnapshotsRequest, ListSnapshotsResponse> ListSnapshots = new($"{Services}.snapshots.v1.Snapshots", "List", ListSnapshotsResponse.Parser);

    public static readonly UnaryCall<UsageRequest, UsageResponse> SnapshotUsage = new($"{Services}.snapshots.v1.Snapshots", "Usage", UsageResponse.Parser);

    /// <summary>What the canary needs in its own namespace; nothing else changes anything.</summary>
    public static class OfCanary
    {
        public static readonly UnaryCall<DeleteNamespaceRequest, Empty> DeleteNamespace = new($"{Services}.namespaces.v1.Namespaces", "Delete", Empty.Parser);

        public static readonly UnaryCall<ListContainersRequest, ListContainersResponse> ListContainers = new($"{Services}.containers.v1.Containers", "List", ListContainersResponse.Parser);

        public static readonly UnaryCall<CreateContainerRequest, CreateContainerResponse> CreateContainer = new($"{Services}.containers.v1.Containers", "Create", CreateContainerResponse.Parser);

        public static readonly UnaryCall<DeleteContainerRequest, Empty> DeleteContainer = new($"{Services}.containers.v1.Containers", "Delete", Empty.Parser);

        public static readonly UnaryCall<CreateTaskRequest, CreateTaskResponse> CreateTask = new($"{Services}.tasks.v1.Tasks", "Create", CreateTaskResponse.Parser);

        public static readonly UnaryCall<StartRequest, StartResponse> StartTask = new($"{Services}.tasks.v1.Tasks", "Start", StartResponse.Parser);

        public static readonly UnaryCall<WaitRequest, WaitResponse> WaitForTask = new($"{Services}.tasks.v1.Tasks", "Wait", WaitResponse.Parser);

        public static readonly UnaryCall<KillRequest, Empty> KillTask = new($"{Services}.tasks.v1.Tasks", "Kill", Empty.Parser);

        public static readonly UnaryCall<DeleteTaskRequest, DeleteResponse> DeleteTask = new($"{Services}.tasks.v1.Tasks", "Delete", DeleteResponse.Parser);
    }
}
