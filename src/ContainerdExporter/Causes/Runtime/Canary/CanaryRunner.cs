using System.Diagnostics;
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
internal sealed class CanaryRunner(Node node, CanaryOptions options, CanaryRoot root)
{
    private readonly CanaryCleaner cleaner = new(root.Folder, node.Time.GetUtcNow);
    private readonly bool limitsProcesses = HasController(node.Host, "pids");

    /// <summary>Runs one canary.</summary>
    /// <exception cref="OperationCanceledException">The exporter is being stopped; what was begun has been removed.</exception>
    public async Task<CanaryAttempt> RunAsync(ContainerdInstance instance, RuntimeHandler handler, CancellationToken stop)
    {
        var attempt = new CanaryAttempt();
        using var reach = Deadline(stop);
        try
        {
            using var connection = await DaemonConnection.OpenAsync(node.Host.ToLocal(instance.Address), reach.Token);
            var client = new ContainerClient(connection);
            if (await client.HasNamespaceAsync(reach.Token))
            {
                await cleaner.SweepAsync(client, stop);
            }

            attempt.IsReached = true;
            await LiveAsync(client, handler, attempt, stop);
        }
        catch (Exception e) when (IsExpected(e))
        {
            attempt.Failure ??= Describe(e, reach.IsCancellationRequested);
        }

        stop.ThrowIfCancellationRequested();
        return attempt;
    }

    private async Task LiveAsync(ContainerClient client, RuntimeHandler handler, CanaryAttempt attempt, CancellationToken stop)
    {
        var id = $"canary-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        using var life = Deadline(stop);
        try
        {
            await GoThroughAsync(client, id, handler, attempt, life.Token);
        }
        catch (Exception e) when (IsExpected(e))
        {
            attempt.Failure = Describe(e, life.IsCancellationRequested);
        }

        if (attempt.Failure is not null)
        {
            await CanaryCleaner.RemoveAsync(client, id);
        }

        await CanaryCleaner.RemoveNamespaceAsync(client);
    }

    private async Task GoThroughAsync(ContainerClient client, string id, RuntimeHandler handler, CanaryAttempt attempt, CancellationToken deadline)
    {
        await attempt.TimeAsync(CanaryStage.Create, async () =>
        {
            var spec = CanarySpec.Write(id, handler, limitsProcesses);
            await client.CreateAsync(new OwnContainer(id, root.Folder), CanaryCleaner.Label, handler, spec, deadline);
            await client.CreateTaskAsync(id, handler, root.Directory, deadline);
        });
        await attempt.TimeAsync(CanaryStage.Start, () => client.StartAsync(id, deadline));
        await attempt.TimeAsync(CanaryStage.Exit, async () =>
        {
            var status = await client.WaitAsync(id, deadline);
            attempt.Failure = status == 0 ? null : $"the program ended with code {status} in place of 0";
        });
        if (attempt.Failure is null)
        {
            await attempt.TimeAsync(CanaryStage.Delete, async () =>
            {
                await client.DeleteTaskAsync(id, deadline);
                await client.DeleteAsync(id, deadline);
            });
        }
    }

    private CancellationTokenSource Deadline(CancellationToken stop)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        source.CancelAfter(options.Timeout);
        return source;
    }

    private string Describe(Exception exception, bool isOverdue) =>
        isOverdue ? $"no answer within {options.Timeout.TotalSeconds:0.###} s" : ProbeErrors.Describe(exception);

    private static bool IsExpected(Exception exception) => exception is RpcException or SocketException or IOException or OperationCanceledException;

    /// <summary>Whether the kernel has a cgroup controller and uses it (cgroups(7), <c>/proc/cgroups</c>: name, hierarchy, groups, enabled).</summary>
    private static bool HasController(HostPaths host, string name) =>
        ProcFile.TryReadText(host.Proc("cgroups"), 1 << 14, out _)?.Split('\n').Any(line => line.Split('\t') is [var controller, _, _, "1"] && controller == name) ?? false;
}

/// <summary>What became of one canary.</summary>
internal sealed class CanaryAttempt
{
    private readonly Dictionary<CanaryStage, TimeSpan> stages = [];

    /// <summary>Whether the daemon answered at all.</summary>
    public bool IsReached { get; set; }

    /// <summary>Why it was not taken to its end; null for a success.</summary>
    public string? Failure { get; set; }

    /// <summary>The completed stages.</summary>
    public IReadOnlyDictionary<CanaryStage, TimeSpan> Stages => stages;

    /// <summary>
    /// Whether the handler's shim or runtime is not on this node (containerd's and runc's words, the same in 1.6, 1.7 and 2.x):
    /// distributions list handlers in their templates that nobody has installed.
    /// </summary>
    public bool LacksProgram => stages.Count == 0 && Failure is { } text &&
        (text.Contains("binary not installed", StringComparison.Ordinal) || text.Contains("executable file not found", StringComparison.Ordinal) ||
         (text.Contains("retrieve OCI runtime error", StringComparison.Ordinal) && text.EndsWith("no such file or directory: unknown", StringComparison.Ordinal)));

    /// <summary>Goes through a stage; it counts only when nothing failed in it.</summary>
    public async Task TimeAsync(CanaryStage stage, Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        if (Failure is null)
        {
            stages[stage] = Stopwatch.GetElapsedTime(start);
        }
    }
}
