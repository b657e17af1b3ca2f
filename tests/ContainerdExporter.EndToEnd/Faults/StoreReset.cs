using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>
/// The runbooks' full reset of root and state together, on a node that cannot reboot: what the reboot would end is ended by hand.
/// Then the node gets its image and container again.
/// </summary>
internal static class StoreReset
{
    public static async Task RunAsync(TestNode node)
    {
        if (!node.Containerd.Process.HasEnded)
        {
            await node.Containerd.StopAsync();
        }

        // Of this node's own process and mount namespaces, as all that follows.
        await node.RunAsync("bash", "-c", $$"""
            pkill -KILL containerd-shim; pkill -KILL sleep
            findmnt -rno TARGET | grep -E '^({{ContainerdDaemon.Root}}|/run/containerd)/' | sort -r | while read -r mount; do umount -l "$mount"; done
            shopt -s dotglob
            mkdir {{ContainerdDaemon.Root}}/.bad && for each in {{ContainerdDaemon.Root}}/*; do [ "$each" = {{ContainerdDaemon.Root}}/.bad ] || mv "$each" {{ContainerdDaemon.Root}}/.bad/; done
            rm -rf /run/containerd/*
            """);
        await node.Containerd.StartAsync();
        await node.Containerd.ImportImageAsync();
        await node.Containerd.RunContainerAsync(HealthyNode.Container);
    }
}
