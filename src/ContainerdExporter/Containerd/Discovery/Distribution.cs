namespace ContainerdExporter.Containerd.Discovery;

/// <summary>Who installs and configures an instance; decides which file a fix must edit.</summary>
internal enum Distribution
{
    /// <summary>The packages of containerd, Docker, kubeadm and the clouds: one unit, <c>/etc/containerd/config.toml</c>.</summary>
    Upstream,

    /// <summary>Started and configured by dockerd itself.</summary>
    Docker,

    /// <summary>k3s; its configuration is generated from a template.</summary>
    K3s,

    /// <summary>rke2; likewise.</summary>
    Rke2,

    /// <summary>microk8s; likewise.</summary>
    Microk8s,

    /// <summary>k0s; likewise.</summary>
    K0s,

    /// <summary>A layout that is not in the table.</summary>
    Other,
}

/// <summary>How an instance became known; the first that applies.</summary>
internal enum InstanceSource
{
    /// <summary><c>--containerd.address</c>: expected to exist.</summary>
    Flag,

    /// <summary>A running containerd process.</summary>
    Process,

    /// <summary>A known layout of which the config, the root or the socket exists.</summary>
    Layout,
}
