using ContainerdExporter.Containerd.Protos.Tasks;
using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Linux;
using Grpc.Core;
using Process = ContainerdExporter.Containerd.Protos.Tasks.Process;
using Status = ContainerdExporter.Containerd.Protos.Tasks.Status;

namespace ContainerdExporter.Containerd.Client;

/// <summary>
/// Lists a daemon's tasks. The daemon asks every shim, one after another, and gives each 2 s: with many hung shims this
/// takes minutes, so it never runs inside a scrape.
/// </summary>
internal sealed class TaskClient(HostPaths host)
{
    /// <summary>More namespaces than this are not listed.</summary>
    private const int NamespaceLimit = 100;

    /// <summary>How many of the shims that did not answer are asked again, and how many at once.</summary>
    private const int RetryLimit = 64;
    private const int RetriesAtOnce = 8;

    /// <summary>Every task of every namespace. A task is unknown only when its shim was silent twice in a row.</summary>
    /// <exception cref="TimeoutException">The daemon answers, but has not heard from all its shims by the deadline.</exception>
    public async Task<IReadOnlyList<ContainerdTask>> ListAsync(string address, CancellationToken deadline)
    {
        using var connection = await DaemonConnection.OpenAsync(host.ToLocal(address), deadline);
        var invoker = connection.Channel.CreateCallInvoker();
        var namespaces = await DaemonNamespaces.ListAsync(invoker, new CallOptions(cancellationToken: deadline));
        try
        {
            return await ListAsync(invoker, namespaces, deadline);
        }
        catch (Exception e) when (deadline.IsCancellationRequested && e is RpcException or OperationCanceledException)
        {
            throw new TimeoutException("Tasks.List was not answered in time", e);
        }
    }

    private static async Task<IReadOnlyList<ContainerdTask>> ListAsync(CallInvoker invoker, IReadOnlyList<string> namespaces, CancellationToken deadline)
    {
        var tasks = new List<ContainerdTask>();
        foreach (var space in namespaces.Take(NamespaceLimit))
        {
            var answer = await DaemonCalls.ListTasks.AskAsync(invoker, new ListTasksRequest(), OptionsFor(space, deadline));
            tasks.AddRange(answer.Tasks.Select(process => Of(space, process.Id, process)));
        }

        return await AskAgainAsync(invoker, tasks, deadline);
    }

    private static async Task<IReadOnlyList<ContainerdTask>> AskAgainAsync(CallInvoker invoker, List<ContainerdTask> tasks, CancellationToken deadline)
    {
        using var gate = new SemaphoreSlim(RetriesAtOnce);
        var retries = 0;
        var again = await Task.WhenAll(tasks.Select(async task =>
        {
            if (task.Status != ContainerdTaskStatus.Unknown || Interlocked.Increment(ref retries) > RetryLimit)
            {
                return task;
            }

            await gate.WaitAsync(deadline);
            try
            {
                var answer = await DaemonCalls.GetTask.AskAsync(invoker, new GetRequest { ContainerId = task.Id }, OptionsFor(task.Namespace, deadline));
                return Of(task.Namespace, task.Id, answer.Process);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
            {
                return null; // Deleted meanwhile.
            }
            catch (RpcException) when (!deadline.IsCancellationRequested)
            {
                return task; // The daemon could not ask its shim either.
            }
            finally
            {
                gate.Release();
            }
        }));
        return [.. again.OfType<ContainerdTask>()];
    }

    private static CallOptions OptionsFor(string space, CancellationToken deadline) =>
        new CallOptions(cancellationToken: deadline).In(space);

    private static ContainerdTask Of(string space, string id, Process process) => new(
        space,
        id,
        process.Status switch
        {
            Status.Created => ContainerdTaskStatus.Created,
            Status.Running => ContainerdTaskStatus.Running,
            Status.Stopped => ContainerdTaskStatus.Stopped,
            Status.Paused => ContainerdTaskStatus.Paused,
            Status.Pausing => ContainerdTaskStatus.Pausing,
            _ => ContainerdTaskStatus.Unknown,
        },
        process.Status == Status.Stopped ? process.ExitedAt?.ToDateTimeOffset() : null);
}
