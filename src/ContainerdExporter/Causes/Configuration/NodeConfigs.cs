using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>One check of this node's configurations, or of a file for this node, outside of any collection.</summary>
internal sealed class NodeConfigs(Node node)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly DaemonReleases releases = new();

    /// <summary>Checks a file, or without one the file of every containerd of the node.</summary>
    /// <exception cref="CollectionException">There is nothing to check, or nothing to check it for.</exception>
    public async Task<IReadOnlyList<ConfigReport>> CheckAsync(string? path, ContainerdRelease? release)
    {
        var round = new CollectionRound(node);
        var instances = await round.InstancesAsync();
        if (path is null)
        {
            return instances.Count > 0
                ? await Task.WhenAll(instances.Select(instance => CheckAsync(round, instance, instance.ConfigPath, release)))
                : throw CollectionException.Unsupported("there is no containerd on this node; name a file and --containerd-version");
        }

        // A file of an instance is judged with that instance's flags; any other as if it were the node's usual one.
        var owner = instances.FirstOrDefault(instance => instance.ConfigPath == path) ?? Usual(path);
        return [await CheckAsync(round, owner, path, release)];
    }

    private async Task<ConfigReport> CheckAsync(CollectionRound round, ContainerdInstance instance, string path, ContainerdRelease? wanted)
    {
        var release = wanted ?? await releases.FindAsync(round, instance) ?? await AnyReleaseAsync(round)
            ?? throw CollectionException.Unsupported("no containerd runs or is installed here that would tell its version; name one with --containerd-version");
        var instances = await round.InstancesAsync();
        var processes = await round.ProcessesAsync();
        var mounts = await round.MountsAsync();
        try
        {
            return await node.Calls.RunAsync(
                $"check {path}",
                () => ConfigLinter.Check(
                    path,
                    release,
                    new HostFiles(node.Host),
                    NodeFactsReader.Read(node.Host, instance, instances, processes, mounts),
                    InstanceFlags.Of(node.Host, instance)),
                Timeout);
        }
        catch (TimeoutException e)
        {
            throw CollectionException.Unsupported("a file system on the way to the files does not answer", e);
        }
    }

    private async Task<ContainerdRelease?> AnyReleaseAsync(CollectionRound round)
    {
        foreach (var instance in await round.InstancesAsync())
        {
            if (await releases.FindAsync(round, instance) is { } release)
            {
                return release;
            }
        }

        return null;
    }

    private static ContainerdInstance Usual(string path) => new(
        KnownLayout.Upstream.Address,
        Distribution.Other,
        InstanceSource.Layout,
        KnownLayout.Upstream.Root,
        KnownLayout.Upstream.State,
        path,
        Daemons: []);
}
