using System.Diagnostics;
using System.Net.Sockets;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Client;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Linux;
using Grpc.Core;

namespace ContainerdExporter.Causes.Runtime.Shims;

/// <summary>Looks at one instance's tasks, bundles, childless and silent shims. Bounded by its deadline, which may be longer than a scrape.</summary>
internal sealed class ShimSurveyor(Node node, TimeSpan deadline)
{
    private const int ChildLookLimit = 500;

    private const int AskLimit = 500;
    private const int AskedAtOnce = 64;

    /// <summary>What containerd itself gives a shim (io.containerd.timeout.task.state).</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FilePatience = TimeSpan.FromSeconds(2);

    private readonly TaskClient client = new(node.Host);
    private readonly ShimCaller caller = new(node.Host);

    public async Task<ShimSurvey> SurveyAsync(ContainerdInstance instance, IReadOnlyList<ShimProcess> shims)
    {
        var bundles = await ReadBundlesAsync(instance);
        var start = Stopwatch.GetTimestamp();
        var (state, tasks) = await ListTasksAsync(instance.Address);
        var duration = Stopwatch.GetElapsedTime(start);

        // Only a shim whose containers have all gone can be without a child; only those are looked at.
        var living = tasks?.Where(task => task.Status != ContainerdTaskStatus.Stopped).Select(task => (task.Namespace, task.Id)).ToHashSet() ?? [];
        var unattended = tasks is null ? [] : await FindUnattendedAsync(shims.Where(shim => !living.Contains((shim.Line.Namespace, shim.Line.Id))));
        var mute = await FindMuteAsync(ShimJudge.Unheard(tasks, bundles ?? [], shims));
        return new ShimSurvey(node.Time.GetUtcNow(), duration, state, tasks, bundles, unattended, mute);
    }

    /// <summary>A shim is mute when it was asked twice in a row: one pause of a busy node is none.</summary>
    private async Task<HashSet<ProcessIdentity>> FindMuteAsync(IEnumerable<(ShimProcess Shim, string Socket)> unheard)
    {
        using var gate = new SemaphoreSlim(AskedAtOnce);
        var asked = await Task.WhenAll(unheard.Take(AskLimit).Select(async each =>
        {
            await gate.WaitAsync();
            try
            {
                return (each.Shim, IsMute: await IsSilentAsync(each.Shim, each.Socket) && await IsSilentAsync(each.Shim, each.Socket));
            }
            finally
            {
                gate.Release();
            }
        }));
        return asked.Where(each => each.IsMute).Select(each => each.Shim.Process.Identity).ToHashSet();
    }

    private async Task<bool> IsSilentAsync(ShimProcess shim, string socket) =>
        await caller.AskAsync(socket, shim.Line.Id, AnswerPatience) == ShimEcho.Silent;

    private async Task<(TaskListState State, IReadOnlyList<ContainerdTask>? Tasks)> ListTasksAsync(string address)
    {
        using var limit = new CancellationTokenSource(deadline);
        try
        {
            return (TaskListState.Ok, await client.ListAsync(address, limit.Token));
        }
        catch (TimeoutException)
        {
            return (TaskListState.Timeout, null);
        }
        catch (Exception e) when (e is RpcException or SocketException or OperationCanceledException)
        {
            return (TaskListState.Failed, null); // The probe ladder says what is wrong with the daemon.
        }
    }

    private async Task<IReadOnlyList<ShimBundle>?> ReadBundlesAsync(ContainerdInstance instance)
    {
        try
        {
            return await node.Calls.RunAsync($"bundles {instance.State}", () => ShimBundles.Read(node.Host, instance.State), FilePatience);
        }
        catch (Exception e) when (e is TimeoutException or IOException or UnauthorizedAccessException)
        {
            return null; // Unknown: then no shim is judged by its bundle.
        }
    }

    private async Task<HashSet<ProcessIdentity>> FindUnattendedAsync(IEnumerable<ShimProcess> shims)
    {
        var reads = new IsolatedReads(node.Calls);
        var found = new HashSet<ProcessIdentity>();
        foreach (var shim in shims.Take(ChildLookLimit))
        {
            var any = await reads.TryAsync(shim.Process.Pid, () => (object)(ProcessChildren.Any(node.Host, shim.Process.Pid) ?? true));
            if (any is false)
            {
                found.Add(shim.Process.Identity);
            }
        }

        return found;
    }
}
