using System.Text.RegularExpressions;
using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Knowledge;

/// <summary>What a runbook's commands must say on the node of one instance, where that differs from the upstream packages.</summary>
/// <param name="instance">Whose commands.</param>
internal sealed partial class LocalNode(ContainerdInstance instance)
{
    private const string Upstream = "containerd";

    private static readonly string DefaultAddress = KnownLayout.Upstream.Address;

    /// <summary>
    /// The service that runs the daemon, as its cgroup says; else the distribution's. Null where that has several, for servers and
    /// for agents: the runbook's remark lists them.
    /// </summary>
    public string? Unit => UnitFiles.UnitOf(instance);

    /// <summary>containerd's client, which some distributions carry inside of their own program or outside of every PATH.</summary>
    public string Ctr => instance.Distribution switch
    {
        Distribution.K3s => "k3s ctr",
        Distribution.Rke2 => "/var/lib/rancher/rke2/bin/ctr",
        Distribution.Microk8s => "microk8s ctr",
        Distribution.K0s => "k0s ctr",
        _ => "ctr",
    };

    /// <summary>The client of CRI; not every distribution has one.</summary>
    public string Crictl => instance.Distribution switch
    {
        Distribution.K3s => "k3s crictl",
        Distribution.Rke2 => "/var/lib/rancher/rke2/bin/crictl",
        _ => "crictl",
    };

    /// <summary>What to edit where the configuration is written anew at each start; null where it is the file itself.</summary>
    public string? Template => instance.Distribution switch
    {
        Distribution.K3s or Distribution.Rke2 => $"{Path.GetDirectoryName(instance.ConfigPath)}/config-v3.toml.tmpl",
        Distribution.Microk8s => "/var/snap/microk8s/current/args/containerd-template.toml",
        Distribution.K0s => "/etc/k0s/containerd.d/local.toml",
        Distribution.Docker => "/etc/docker/daemon.json",
        _ => null,
    };

    /// <summary>A piece of shell, with this node's clients, socket and unit.</summary>
    public string Localize(string code)
    {
        var needsAddress = instance.Address != DefaultAddress ? ShellWord.Quote(instance.Address) : null;
        code = CtrCommand().Replace(code, match =>
            needsAddress is null || match.Groups["address"].Success ? $"{Ctr} {match.Groups["address"].Value}" : $"{Ctr} -a {needsAddress} ");
        code = CrictlCommand().Replace(code, match =>
            needsAddress is null || match.Groups["address"].Success || Crictl == "k3s crictl"
                ? $"{Crictl} {match.Groups["address"].Value}"
                : $"{Crictl} --runtime-endpoint unix://{needsAddress} ");
        if (Unit is not { } unit || unit == Upstream || ShellWord.Quote(unit) is not { } quoted)
        {
            return code;
        }

        // dockerd's unit is not containerd's: to restart it stops containers, so a command that changes something keeps the name of a
        // unit that such a node does not have, and fails.
        return (instance.Distribution == Distribution.Docker ? UnitToLookAt() : UnitOfCommand()).Replace(code, match => $"{match.Groups["command"].Value}{quoted}{match.Groups["suffix"].Value}");
    }

    /// <summary>Where a command begins: at the start, after another one, or after timeout.</summary>
    private const string Begin = @"(?<=^\s*|[;|&(`]\s*|\b(?:do|then|if)\s+|\btimeout(?: -k \d+)? \d+ )";

    private const string UnitName = @"(?<![\w-])containerd(?<suffix>\.service)?(?![\w.-])";

    [GeneratedRegex(Begin + "ctr (?<address>-a )?", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CtrCommand();

    [GeneratedRegex(Begin + "crictl (?<address>--runtime-endpoint )?", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CrictlCommand();

    [GeneratedRegex(@"(?<command>\b(systemctl|journalctl) [^\n;|&`]*?)" + UnitName, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnitOfCommand();

    [GeneratedRegex(@"(?<command>\b(systemctl (show|status|cat)|journalctl) [^\n;|&`]*?)" + UnitName, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnitToLookAt();
}
