using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Shims;

/// <summary>A shim's state; the <c>state</c> label.</summary>
internal enum ShimState
{
    /// <summary>It serves a task, or it is not known to do otherwise.</summary>
    Attached,

    /// <summary>It manages nothing any more and nobody will end it.</summary>
    Orphaned,

    /// <summary>It does not answer the daemon, or is stopped by a signal.</summary>
    Unresponsive,
}

/// <summary>Judges shims by what the daemon lists, by the bundles on disk, and by their children.</summary>
internal static class ShimJudge
{
    /// <summary>Owners that delete every task whose process ends; elsewhere (ctr, nerdctl) an ended task may be kept on purpose.</summary>
    private static readonly HashSet<string> TidyNamespaces = new(StringComparer.Ordinal) { "k8s.io", "moby" };

    /// <summary>The state of a shim now. What a survey saw of it counts until the next one.</summary>
    public static ShimState StateOf(ShimProcess shim, SurveyedShims? surveyed, IReadOnlySet<(string Namespace, string Id)> silent) =>
        surveyed is not null && surveyed.Confirmed.Orphans.ContainsKey(shim.Process.Identity) ? ShimState.Orphaned
        : shim.IsStopped || silent.Contains((shim.Line.Namespace, shim.Line.Id)) || IsMute(shim, surveyed) ? ShimState.Unresponsive
        : ShimState.Attached;

    /// <summary>Its own socket was silent when it was last asked.</summary>
    public static bool IsMute(ShimProcess shim, SurveyedShims? surveyed) => surveyed?.Survey.Mute.Contains(shim.Process.Identity) == true;

    /// <summary>
    /// Those of whom the daemon does not say that they answered it, with the sockets of their bundles: all of them when it
    /// lists nothing.
    /// </summary>
    public static IEnumerable<(ShimProcess Shim, string Socket)> Unheard(IReadOnlyList<ContainerdTask>? tasks, IReadOnlyList<ShimBundle> bundles, IReadOnlyList<ShimProcess> shims)
    {
        var owners = OwnersOf(bundles, shims);
        var heard = (tasks ?? [])
            .Where(task => task.Status != ContainerdTaskStatus.Unknown)
            .Select(task => owners.GetValueOrDefault((task.Namespace, task.Id), (task.Namespace, task.Id)))
            .ToHashSet();
        var sockets = bundles
            .Where(bundle => bundle.Socket is not null)
            .DistinctBy(bundle => (bundle.Namespace, bundle.Id))
            .ToDictionary(bundle => (bundle.Namespace, bundle.Id), bundle => bundle.Socket!);
        return shims
            .Select(shim => (Shim: shim, Key: (shim.Line.Namespace, shim.Line.Id)))
            .Where(each => !heard.Contains(each.Key) && sockets.ContainsKey(each.Key))
            .Select(each => (each.Shim, sockets[each.Key]));
    }

    /// <summary>The shims, by the id they were started for, that left the daemon without an answer about any of their tasks.</summary>
    public static IReadOnlySet<(string Namespace, string Id)> Silent(ShimSurvey survey, IReadOnlyList<ShimProcess> shims)
    {
        var unknown = survey.Tasks?.Where(task => task.Status == ContainerdTaskStatus.Unknown).ToList() ?? [];
        if (unknown.Count == 0)
        {
            return new HashSet<(string, string)>();
        }

        var owners = OwnersOf(survey.Bundles ?? [], shims);
        return unknown.Select(task => owners.GetValueOrDefault((task.Namespace, task.Id), (task.Namespace, task.Id))).ToHashSet();
    }

    /// <summary>What this survey alone would call left behind; null when it does not know enough.</summary>
    public static ShimSuspects? Suspects(ShimSurvey survey, IReadOnlyList<ShimProcess> shims, DateTimeOffset? daemonStart, UnixSocketTable sockets)
    {
        if (survey is not { Tasks: { } tasks, Bundles: { } bundles })
        {
            return null;
        }

        var orphans = new Dictionary<ProcessIdentity, OrphanReason>();
        var evident = new Dictionary<ProcessIdentity, TimeSpan>();
        var owners = OwnersOf(bundles, shims);
        var tasksOf = tasks.ToLookup(task => owners.GetValueOrDefault((task.Namespace, task.Id), (task.Namespace, task.Id)));
        var bundleIds = bundles.Select(bundle => (bundle.Namespace, bundle.Id)).ToHashSet();
        foreach (var shim in shims.Where(shim => survey.Unattended.Contains(shim.Process.Identity)))
        {
            var key = (shim.Line.Namespace, shim.Line.Id);
            var its = tasksOf[key].ToList();
            if (its.Count == 0 && !bundleIds.Contains(key))
            {
                orphans[shim.Process.Identity] = OrphanReason.Forgotten;
            }
            else if (its.Count > 0 && its.All(task => WasForsaken(task, daemonStart)))
            {
                orphans[shim.Process.Identity] = OrphanReason.Ended;
                evident[shim.Process.Identity] = AgeOf(its, survey.Time, daemonStart);
            }
        }

        var served = shims.Select(shim => (shim.Line.Namespace, shim.Line.Id)).ToHashSet();
        return new ShimSuspects(
            orphans,
            bundles.Where(bundle => !served.Contains((bundle.Namespace, bundle.Id)) && bundle.Socket is { } socket && sockets.ListenersAt(socket) == 0).ToHashSet())
        {
            EvidentFor = evident,
        };
    }

    /// <summary>For how long the daemon has been there and could have deleted the last of these tasks.</summary>
    private static TimeSpan AgeOf(IReadOnlyList<ContainerdTask> ended, DateTimeOffset now, DateTimeOffset? daemonStart)
    {
        var last = ended.Select(task => task.ExitedAt ?? now).Append(daemonStart ?? now).Max();
        return last < now ? now - last : TimeSpan.Zero;
    }

    /// <summary>It ended, and either its owner never keeps ended tasks, or the daemon was not there to tell of it.</summary>
    private static bool WasForsaken(ContainerdTask task, DateTimeOffset? daemonStart) =>
        task.Status == ContainerdTaskStatus.Stopped &&
        (TidyNamespaces.Contains(task.Namespace) || (task.ExitedAt is { } exited && daemonStart is { } start && exited < start));

    /// <summary>Which shim serves a bundle, where it is not the one of the same id: the containers of a pod share their sandbox's.</summary>
    private static Dictionary<(string Namespace, string Id), (string Namespace, string Id)> OwnersOf(IReadOnlyList<ShimBundle> bundles, IReadOnlyList<ShimProcess> shims)
    {
        var started = shims.Select(shim => (shim.Line.Namespace, shim.Line.Id)).ToHashSet();
        var bySocket = bundles
            .Where(bundle => bundle.Socket is not null && started.Contains((bundle.Namespace, bundle.Id)))
            .DistinctBy(bundle => bundle.Socket, StringComparer.Ordinal)
            .ToDictionary(bundle => bundle.Socket!, bundle => (bundle.Namespace, bundle.Id), StringComparer.Ordinal);
        return bundles
            .Where(bundle => bundle.Socket is not null && bySocket.ContainsKey(bundle.Socket))
            .DistinctBy(bundle => (bundle.Namespace, bundle.Id))
            .ToDictionary(bundle => (bundle.Namespace, bundle.Id), bundle => bySocket[bundle.Socket!]);
    }
}
