namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>What makes a node one of Kubernetes, as far as containerd can tell: a kubelet that runs, and a network's configuration.</summary>
public static class Kubernetes
{
    private const string NetworkPath = "/etc/cni/net.d/10-test.conflist";

    private const string Network = """
        {"cniVersion":"0.4.0","name":"test","plugins":[{"type":"bridge","bridge":"cni0","ipam":{"type":"host-local","subnet":"10.88.0.0/16"}}]}
        """;

    /// <summary>A process of that name; it does nothing.</summary>
    public static async Task StartKubeletAsync(TestNode node)
    {
        await node.RunAsync("cp", "/bin/sleep", "/run/node/kubelet");
        await node.StartAsync("kubelet", "/run/node/kubelet", "86400");
    }

    public static void ConfigureNetwork(TestNode node) => node.Write(NetworkPath, Network);

    public static void RemoveNetwork(TestNode node) => node.Delete(NetworkPath);
}
