namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>The node's interface: one end of a pair, the other on the machine, with a network of two addresses for them alone.</summary>
public static class NodeNetwork
{
    private const int Networks = 32_768; // of four addresses each in 198.18.0.0/15, set aside for tests and routed nowhere (RFC 2544)

    private static int last;

    /// <summary>Connects the node and returns its address, and the machine's.</summary>
    public static async Task<(string Own, string Machine)> ConnectAsync(NodeNamespaces node)
    {
        // The interface's name is the lock on its network, against other runs. This run takes each number once: an address that a
        // second node had again would inherit the first one's alerts.
        for (var number = Interlocked.Increment(ref last); number < Networks; number = Interlocked.Increment(ref last))
        {
            var name = $"ctrdexp{number}";
            var (machine, own) = (AddressOf((number * 4) + 1), AddressOf((number * 4) + 2));
            var added = await Command.TryRunAsync(
                "ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", $"{node.InitPid}");
            if (added.ExitCode != 0)
            {
                if (!added.Error.Contains("File exists", StringComparison.Ordinal))
                {
                    added.OrThrow();
                }

                continue;
            }

            await Command.RunAsync("ip", "address", "add", $"{machine}/30", "dev", name);
            await Command.RunAsync("ip", "link", "set", name, "up");
            await Command.RunAsync(node.Enter("ip", "address", "add", $"{own}/30", "dev", "eth0"));
            await Command.RunAsync(node.Enter("ip", "link", "set", "eth0", "up"));
            return (own, machine);
        }

        throw new InvalidOperationException("no network is left for another node");
    }

    private static string AddressOf(int number) => $"198.{18 + (number >> 16)}.{(number >> 8) & 0xFF}.{number & 0xFF}";
}
