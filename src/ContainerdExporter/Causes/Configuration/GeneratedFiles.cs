using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>The distributions that write containerd's file anew at each start, and what to change instead (their own documentation).</summary>
internal static class GeneratedFiles
{
    public static string? TemplateOf(Distribution distribution) => distribution switch
    {
        Distribution.K3s => "/var/lib/rancher/k3s/agent/etc/containerd/config-v3.toml.tmpl (containerd 1.x: config.toml.tmpl), or /etc/rancher/k3s/registries.yaml",
        Distribution.Rke2 => "/var/lib/rancher/rke2/agent/etc/containerd/config-v3.toml.tmpl (containerd 1.x: config.toml.tmpl), or /etc/rancher/rke2/registries.yaml",
        Distribution.Microk8s => "/var/snap/microk8s/current/args/containerd-template.toml",
        Distribution.K0s => "a drop-in in /etc/k0s/containerd.d/",
        Distribution.Docker => "dockerd's own settings in /etc/docker/daemon.json",
        _ => null,
    };
}
