namespace ContainerdExporter.Containerd.Discovery;

/// <summary>Where a distribution puts its containerd.</summary>
internal sealed record KnownLayout(Distribution Distribution, string Address, string Root, string State, string Config)
{
    /// <summary>containerd's own defaults (defaults_linux.go), and what Debian, Docker CE, kubeadm and the cloud images use.</summary>
    public static readonly KnownLayout Upstream = new(
        Distribution.Upstream, "/run/containerd/containerd.sock", "/var/lib/containerd", "/run/containerd", "/etc/containerd/config.toml");

    /// <summary>
    /// In the order in which they are looked for. rke2 shares k3s's socket path, so the two are told apart by their roots.
    /// </summary>
    public static readonly IReadOnlyList<KnownLayout> All =
    [
        Upstream,

        // moby: cmd/dockerd/daemon.go and libcontainerd/supervisor
        new(
            Distribution.Docker,
            "/var/run/docker/containerd/containerd.sock",
            "/var/lib/docker/containerd/daemon",
            "/var/run/docker/containerd/daemon",
            "/var/run/docker/containerd/containerd.toml"),
        new(
            Distribution.Rke2,
            "/run/k3s/containerd/containerd.sock",
            "/var/lib/rancher/rke2/agent/containerd",
            "/run/k3s/containerd",
            "/var/lib/rancher/rke2/agent/etc/containerd/config.toml"),
        new(
            Distribution.K3s,
            "/run/k3s/containerd/containerd.sock",
            "/var/lib/rancher/k3s/agent/containerd",
            "/run/k3s/containerd",
            "/var/lib/rancher/k3s/agent/etc/containerd/config.toml"),

        // microk8s: microk8s-resources/default-args/containerd
        new(
            Distribution.Microk8s,
            "/var/snap/microk8s/common/run/containerd.sock",
            "/var/snap/microk8s/common/var/lib/containerd",
            "/var/snap/microk8s/common/run/containerd",
            "/var/snap/microk8s/current/args/containerd.toml"),
        new(
            Distribution.K0s,
            "/run/k0s/containerd.sock",
            "/var/lib/k0s/containerd",
            "/run/k0s/containerd",
            "/etc/k0s/containerd.toml"),
    ];

    /// <summary>The distribution that an instance's socket and configuration belong to.</summary>
    public static Distribution Of(string address, string root, string config)
    {
        var byConfig = All.FirstOrDefault(layout => layout.Config == config || layout.Root == root);
        var known = byConfig ?? All.FirstOrDefault(layout => SocketKey(layout.Address) == SocketKey(address));
        return known?.Distribution ?? Distribution.Other;
    }

    /// <summary>Two spellings of one socket compare equal: <c>/var/run</c> is a link to <c>/run</c> on every distribution in use.</summary>
    public static string SocketKey(string address) =>
        address.StartsWith("/var/run/", StringComparison.Ordinal) ? address["/var".Length..] : address;
}
