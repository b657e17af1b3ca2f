using System.Net.Sockets;
using ContainerdExporter.EndToEnd.Fixtures.Cri.Protos;
using Grpc.Net.Client;

namespace ContainerdExporter.EndToEnd.Fixtures.Cri;

/// <summary>A kubelet's part on a node: asks its containerd for pods, containers and images. What containerd refuses is an RpcException.</summary>
internal sealed class CriClient : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TestNode node;
    private readonly GrpcChannel channel;
    private readonly RuntimeService.RuntimeServiceClient runtime;
    private readonly ImageService.ImageServiceClient images;

    public CriClient(TestNode node)
    {
        this.node = node;
        channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { ConnectCallback = async (_, cancellationToken) => await ConnectAsync(cancellationToken) },
            DisposeHttpClient = true,
        });
        runtime = new RuntimeService.RuntimeServiceClient(channel);
        images = new ImageService.ImageServiceClient(channel);
    }

    private static DateTime Deadline => DateTime.UtcNow + Limit;

    /// <summary>Starts a pod, in the node's own network unless it wants one of its own.</summary>
    public async Task<Pod> RunPodAsync(string name, NamespaceMode network = NamespaceMode.Node)
    {
        var config = new PodSandboxConfig
        {
            Metadata = new PodSandboxMetadata { Name = name, Uid = name, Namespace = "default" },
            Linux = new LinuxPodSandboxConfig
            {
                CgroupParent = $"/{node.Cgroup}",
                SecurityContext = new LinuxSandboxSecurityContext { NamespaceOptions = new NamespaceOption { Network = network } },
            },
        };
        return new Pod((await runtime.RunPodSandboxAsync(new RunPodSandboxRequest { Config = config }, deadline: Deadline)).PodSandboxId, config);
    }

    public async Task RemovePodAsync(Pod pod)
    {
        await runtime.StopPodSandboxAsync(new StopPodSandboxRequest { PodSandboxId = pod.Id }, deadline: Deadline);
        await runtime.RemovePodSandboxAsync(new RemovePodSandboxRequest { PodSandboxId = pod.Id }, deadline: Deadline);
    }

    /// <summary>Starts a container in a pod, and returns its id.</summary>
    public async Task<string> RunContainerAsync(Pod pod, string name, params string[] command)
    {
        var config = new ContainerConfig
        {
            Metadata = new ContainerMetadata { Name = name },
            Image = new ImageSpec { Image = BusyboxImage.Reference },
            Command = { command },
        };
        var request = new CreateContainerRequest { PodSandboxId = pod.Id, SandboxConfig = pod.Config, Config = config };
        var id = (await runtime.CreateContainerAsync(request, deadline: Deadline)).ContainerId;
        await runtime.StartContainerAsync(new StartContainerRequest { ContainerId = id }, deadline: Deadline);
        return id;
    }

    public async Task RemoveContainerAsync(string id)
    {
        await runtime.StopContainerAsync(new StopContainerRequest { ContainerId = id }, deadline: Deadline);
        await runtime.RemoveContainerAsync(new RemoveContainerRequest { ContainerId = id }, deadline: Deadline);
    }

    /// <summary>Runs a command in a container, as a probe does, and returns its exit code.</summary>
    public async Task<int> ExecAsync(string container, TimeSpan limit, params string[] command)
    {
        var request = new ExecSyncRequest { ContainerId = container, Timeout = (long)limit.TotalSeconds, Cmd = { command } };
        return (await runtime.ExecSyncAsync(request, deadline: Deadline)).ExitCode;
    }

    public async Task PullAsync(string image) =>
        await images.PullImageAsync(new PullImageRequest { Image = new ImageSpec { Image = image } }, deadline: Deadline);

    public async Task<bool> HasImageAsync(string image) =>
        (await images.ImageStatusAsync(new ImageStatusRequest { Image = new ImageSpec { Image = image } }, deadline: Deadline)).Image is not null;

    public void Dispose() => channel.Dispose();

    private async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(node.PathOf(ContainerdDaemon.Address)), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
    }
}
