using System.Net.Sockets;
using ContainerdExporter.Containerd.Client;
using Grpc.Core;

namespace ContainerdExporter.Causes.Runtime.Canary;

/// <summary>
/// Removes canaries that were left behind when an exporter or a daemon died in the middle: containers of the exporter's namespace that
/// carry its label, and nothing else. What cannot be removed is tried again before the next canary.
/// </summary>
/// <param name="owner">The label's value of this exporter's canaries.</param>
/// <param name="now">The time.</param>
internal sealed class CanaryCleaner(string owner, Func<DateTimeOffset> now)
{
    /// <summary>The label that tells a canary.</summary>
    public const string Label = "containerd-exporter/canary";

    /// <summary>At most this many are removed at once.</summary>
    private const int Limit = 50;

    /// <summary>Another exporter's canary may be running; one that is older than any may get is left behind.</summary>
    private static readonly TimeSpan ForeignAge = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan SweepLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RemoveLimit = TimeSpan.FromSeconds(5);

    /// <summary>Removes what was left behind.</summary>
    public async Task SweepAsync(ContainerClient client)
    {
        using var limit = new CancellationTokenSource(SweepLimit);
        IReadOnlyList<OwnContainer> left = [];
        await TryAsync(async () => left = await client.ListAsync(Label, limit.Token));
        foreach (var container in left.Where(IsLeftBehind).Take(Limit))
        {
            await RemoveWithinAsync(client, container.Id, limit.Token);
        }
    }

    /// <summary>Removes one, however far it came.</summary>
    public static async Task RemoveAsync(ContainerClient client, string id)
    {
        using var limit = new CancellationTokenSource(RemoveLimit);
        await RemoveWithinAsync(client, id, limit.Token);
    }

    /// <summary>Removes the namespace, if nothing is in it.</summary>
    public static async Task RemoveNamespaceAsync(ContainerClient client)
    {
        using var limit = new CancellationTokenSource(RemoveLimit);
        await TryAsync(() => client.DeleteNamespaceAsync(limit.Token));
    }

    private static async Task RemoveWithinAsync(ContainerClient client, string id, CancellationToken limit)
    {
        // Where there is no task, each of these is refused at once.
        await TryAsync(() => client.KillAsync(id, limit));
        await TryAsync(() => client.WaitAsync(id, limit));
        await TryAsync(() => client.DeleteTaskAsync(id, limit));
        await TryAsync(() => client.DeleteAsync(id, limit));
    }

    private bool IsLeftBehind(OwnContainer container) => container.Owner == owner || container.Created is null || now() - container.Created > ForeignAge;

    /// <summary>containerd refuses what is done already, and a sick one refuses more: the next canary tells of that.</summary>
    private static async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception e) when (e is RpcException or SocketException or IOException or OperationCanceledException)
        {
            // Left for the next sweep.
        }
    }
}
