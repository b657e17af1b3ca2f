using System.Net.Sockets;
using System.Security.Cryptography;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Containerd.Handlers;
using ContainerdExporter.Linux;
using Grpc.Core;

namespace ContainerdExporter.Causes.Runtime.Canary;

/// <summary>Takes one container through its life, and leaves nothing of it.</summary>
/// <remarks>
/// containerd 2.1 can lose a shim whose start is cancelled. So a call that makes or removes something is never cancelled: a canary that
/// takes too long is told as failed, and left alone until containerd answers or dies. Until then there is no other one.
/// </remarks>
internal sealed class CanaryRunner(Node node, CanaryOptions options, CanaryRoot root)
{
    /// <summary>One that takes longer is given up, and stays for the sweep.</summary>
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromMinutes(15);

    /// <summary>Within what a service manager or a kubelet waits for the exporter to end.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly CanaryCleaner cleaner = new(root.Folder, node.Time.GetUtcNow);
    private readonly bool limitsProcesses = HasController(node.Host, "pids");
    private readonly Dictionary<string, (Task Life, CanaryAttempt Attempt, long Start)> underWay = new(StringComparer.Ordinal);

    /// <summary>Runs one canary.</summary>
    /// <exception cref="OperationCanceledException">The exporter is being stopped; the canary has come to its end, or had the time to.</exception>
    public async Task<CanaryAttempt> RunAsync(ContainerdInstance instance, RuntimeHandler handler, CancellationToken stop)
    {
        if (!underWay.TryGetValue(instance.Address, out var current) || current.Life.IsCompleted || node.Time.GetElapsedTime(current.Start) > GivenUpAfter)
        {
            var attempt = new CanaryAttempt();
            current = underWay[instance.Address] = (Task.Run(() => LiveAsync(instance, handler, attempt), CancellationToken.None), attempt, node.Time.GetTimestamp());
        }

        try
        {
            await current.Life.WaitAsync(options.Timeout, stop);
            return current.Attempt;
        }
        catch (TimeoutException)
        {
            return current.Attempt.Overdue(TooLong);
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAny(current.Life, Task.Delay(StopPatience, CancellationToken.None));
            throw;
        }
    }

    private async Task LiveAsync(ContainerdInstance instance, RuntimeHandler handler, CanaryAttempt attempt)
    {
        using var reach = new CancellationTokenSource(options.Timeout);
        try
        {
            using var connection = await DaemonConnection.OpenAsync(node.Host.ToLocal(instance.Address), reach.Token);
            var client = new ContainerClient(connection);
            if (await client.HasNamespaceAsync(reach.Token))
            {
                await cleaner.SweepAsync(client);
            }

            attempt.IsReached = true;
            await LiveAsync(client, handler, attempt);
        }
        catch (Exception e) when (IsExpected(e))
        {
            attempt.Failure = Describe(e, reach.IsCancellationRequested);
        }
    }

    private async Task LiveAsync(ContainerClient client, RuntimeHandler handler, CanaryAttempt attempt)
    {
        var id = $"canary-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        try
        {
            await GoThroughAsync(client, id, handler, attempt);
        }
        catch (Exception e) when (IsExpected(e))
        {
            attempt.Failure = Describe(e, e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled });
        }

        if (attempt.Failure is not null)
        {
            await CanaryCleaner.RemoveAsync(client, id);
        }

        await CanaryCleaner.RemoveNamespaceAsync(client);
    }

    private async Task GoThroughAsync(ContainerClient client, string id, RuntimeHandler handler, CanaryAttempt attempt)
    {
        await attempt.TimeAsync(CanaryStage.Create, async () =>
        {
            var spec = CanarySpec.Write(id, handler, limitsProcesses);
            await client.CreateAsync(new OwnContainer(id, root.Folder), CanaryCleaner.Label, handler, spec, CancellationToken.None);
            await client.CreateTaskAsync(id, handler, root.Directory, CancellationToken.None);
        });
        await attempt.TimeAsync(CanaryStage.Start, () => client.StartAsync(id, CancellationToken.None));
        await attempt.TimeAsync(CanaryStage.Exit, async () =>
        {
            using var patience = new CancellationTokenSource(options.Timeout); // To wait changes nothing.
            var status = await client.WaitAsync(id, patience.Token);
            attempt.Failure = status == 0 ? null : $"the program ended with code {status} in place of 0";
        });
        if (attempt.Failure is null)
        {
            await attempt.TimeAsync(CanaryStage.Delete, async () =>
            {
                await client.DeleteTaskAsync(id, CancellationToken.None);
                await client.DeleteAsync(id, CancellationToken.None);
            });
        }
    }

    private string TooLong => $"no answer within {options.Timeout.TotalSeconds:0.###} s";

    private string Describe(Exception exception, bool isOverdue) => isOverdue ? TooLong : ProbeErrors.Describe(exception);

    private static bool IsExpected(Exception exception) => exception is RpcException or SocketException or IOException or OperationCanceledException;

    /// <summary>Whether the kernel has a cgroup controller and uses it (cgroups(7), <c>/proc/cgroups</c>: name, hierarchy, groups, enabled).</summary>
    private static bool HasController(HostPaths host, string name) =>
        ProcFile.TryReadText(host.Proc("cgroups"), 1 << 14, out _)?.Split('\n').Any(line => line.Split('\t') is [var controller, _, _, "1"] && controller == name) ?? false;
}
