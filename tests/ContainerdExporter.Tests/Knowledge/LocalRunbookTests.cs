using System.Text.RegularExpressions;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Knowledge;

namespace ContainerdExporter.Tests.Knowledge;

public sealed class LocalRunbookTests
{
    private static readonly ContainerdInstance K3s = new(
        "/run/k3s/containerd/containerd.sock", Distribution.K3s, InstanceSource.Process,
        "/data/k3s agent/containerd", "/run/k3s/containerd", "/var/lib/rancher/k3s/agent/etc/containerd/config.toml", []);

    [Theory]
    [InlineData("A=/run/containerd/containerd.sock   # the alert's address", "A=/run/k3s/containerd/containerd.sock")]
    [InlineData("   A=/run/containerd/containerd.sock", "   A=/run/k3s/containerd/containerd.sock")]
    [InlineData("R=/var/lib/containerd               # its root", "R='/data/k3s agent/containerd'")]
    [InlineData("F=/etc/containerd/config.toml", "F=/var/lib/rancher/k3s/agent/etc/containerd/config.toml")]
    [InlineData("DB=/var/lib/containerd/io.containerd.metadata.v1.bolt/meta.db", "DB='/data/k3s agent/containerd/io.containerd.metadata.v1.bolt/meta.db'")]
    [InlineData("T=/etc/containerd/config.toml   # where to change it", "T=/var/lib/rancher/k3s/agent/etc/containerd/config-v3.toml.tmpl   # containerd 1.x: config.toml.tmpl")]
    [InlineData("U=containerd   # the unit: k3s or k3s-agent", "U=containerd   # the unit: k3s or k3s-agent")]
    [InlineData("M=/var/lib/containerd  # the mount", "M=/var/lib/containerd  # the mount")]
    [InlineData("echo A=/run/containerd/containerd.sock", "echo A=/run/containerd/containerd.sock")]
    [InlineData("R=/var/lib/containerd/other", "R=/var/lib/containerd/other")]
    public void For_Line_HasTheNodesValue(string line, string local) =>
        Assert.Equal($"x\n{local}\ny", LocalRunbook.For(new Runbook("X", $"x\n{line}\ny"), K3s).Markdown);

    [Theory]
    [InlineData("Docker", "U=docker")]
    [InlineData("Microk8s", "U=snap.microk8s.daemon-containerd")]
    [InlineData("Upstream", "U=containerd")]
    public void For_Unit_IsTheDistributions(string distribution, string local) =>
        Assert.Equal(local, LocalRunbook.For(new Runbook("X", "U=containerd   # its unit"), K3s with { Distribution = Enum.Parse<Distribution>(distribution) }).Markdown);

    [Theory]
    [InlineData("K3s", "k3s-agent")]
    [InlineData("Rke2", "rke2-server")]
    [InlineData("Upstream", "my-containerd")]
    public void For_UnitOfTheDaemonsCgroup_IsThatUnit(string distribution, string unit) => Assert.Equal(
        $"U={unit}", LocalRunbook.For(new Runbook("X", "U=containerd   # its unit"), K3s with { Distribution = Enum.Parse<Distribution>(distribution), Unit = unit }).Markdown);

    [Theory]
    [InlineData("K3s", "timeout -k 1 10 ctr plugins ls | awk 1", "timeout -k 1 10 k3s ctr -a /run/x.sock plugins ls | awk 1")]
    [InlineData("K3s", "   ctr -a \"$A\" version && ctr -n k8s.io tasks ls", "   k3s ctr -a \"$A\" version && k3s ctr -a /run/x.sock -n k8s.io tasks ls")]
    [InlineData("K3s", "for N in $(ctr namespaces ls -q); do ctr -n \"$N\" tasks ls; done", "for N in $(k3s ctr -a /run/x.sock namespaces ls -q); do k3s ctr -a /run/x.sock -n \"$N\" tasks ls; done")]
    [InlineData("K3s", "crictl pods", "k3s crictl pods")]
    [InlineData("K3s", "systemctl restart containerd; systemctl show containerd.service -p A", "systemctl restart k3s-agent; systemctl show k3s-agent.service -p A")]
    [InlineData("K3s", "journalctl -u containerd --since -1h", "journalctl -u k3s-agent --since -1h")]
    [InlineData("K3s", "systemctl disable kubelet containerd docker.socket docker", "systemctl disable kubelet k3s-agent docker.socket docker")]
    [InlineData("K3s", "systemctl restart containerd-exporter; pgrep -xo containerd", "systemctl restart containerd-exporter; pgrep -xo containerd")]
    [InlineData("Rke2", "ctr version; crictl pods", "/var/lib/rancher/rke2/bin/ctr -a /run/x.sock version; /var/lib/rancher/rke2/bin/crictl --runtime-endpoint unix:///run/x.sock pods")]
    [InlineData("Microk8s", "ctr version", "microk8s ctr -a /run/x.sock version")]
    [InlineData("K0s", "ctr version", "k0s ctr -a /run/x.sock version")]
    [InlineData("Docker", "journalctl -u containerd; systemctl show containerd", "journalctl -u k3s-agent; systemctl show k3s-agent")]
    [InlineData("Docker", "systemctl restart containerd", "systemctl restart containerd")]
    public void For_Command_IsTheDistributions(string distribution, string command, string local)
    {
        var instance = K3s with { Distribution = Enum.Parse<Distribution>(distribution), Address = "/run/x.sock", Unit = "k3s-agent" };
        Assert.Equal($"```bash\n{local}\n```", LocalRunbook.For(new Runbook("X", $"```bash\n{command}\n```"), instance).Markdown);
    }

    [Theory]
    [InlineData("Look with `ctr images ls -q`.", "Look with `k3s ctr -a /run/k3s/containerd/containerd.sock images ls -q`.")]
    [InlineData("| k3s | `k3s ctr` | `ctr -n x` |", "| k3s | `k3s ctr` | `ctr -n x` |")]
    [InlineData("The ctr client and `ctr` itself.", "The ctr client and `ctr` itself.")]
    public void For_CodeWithinALine_IsTheDistributionsOutsideOfTables(string line, string local) =>
        Assert.Equal(local, LocalRunbook.For(new Runbook("X", line), K3s).Markdown);

    [Fact]
    public void For_UpstreamNode_IsTheRunbookButForTheVariables()
    {
        var upstream = new ContainerdInstance(
            "/run/containerd/containerd.sock", Distribution.Upstream, InstanceSource.Process, "/var/lib/containerd", "/run/containerd", "/etc/containerd/config.toml", []);
        Assert.All(Runbooks.Load().All, runbook => Assert.Equal(
            Regex.Replace(runbook.Markdown, "^(?<line> *(?:A|R|F|T|DB|U)=/?(?:run|var/lib|etc)?/?containerd[a-z./0-9_]*) +#.*$", "${line}", RegexOptions.Multiline),
            LocalRunbook.For(runbook, upstream).Markdown));
    }

    /// <summary>On the page of a k3s agent no command is left that asks for another unit, client or socket.</summary>
    [Fact]
    public void For_EveryRunbookOnAK3sAgent_HasItsUnitAndClientsInEveryBlock()
    {
        var blocks = Runbooks.Load().All
            .Select(runbook => LocalRunbook.For(runbook, K3s with { Unit = "k3s-agent" }).Markdown)
            .SelectMany(markdown => Regex.Matches(markdown, "^ *```bash\n.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline))
            .Select(block => Regex.Replace(block.Value, " #.*$", string.Empty, RegexOptions.Multiline))
            .ToList();
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block =>
        {
            Assert.DoesNotMatch(@"(?<!k3s )(?<![\w./'""`-])(ctr|crictl) (?!\w+=)", block);
            Assert.DoesNotMatch(@"(systemctl|journalctl) [^\n;|&]*(?<![\w-])containerd(?![\w-])", block);
        });
    }

    [Theory]
    [InlineData("/x';reboot;'")]
    [InlineData("/x\n```\n# Forged")]
    [InlineData("/x\u001b[2J")]
    [InlineData("/x`id`")]
    public void For_PathThatCouldBecomeACommand_IsLeftOut(string root) =>
        Assert.Equal("R=/var/lib/containerd", LocalRunbook.For(new Runbook("X", "R=/var/lib/containerd"), K3s with { Root = root }).Markdown);

    [Theory]
    [InlineData("/x $(reboot)", "R='/x $(reboot)'")]
    [InlineData("/x;reboot", "R='/x;reboot'")]
    public void For_PathWithTheShellsCharacters_IsQuoted(string root, string local) =>
        Assert.Equal(local, LocalRunbook.For(new Runbook("X", "R=/var/lib/containerd"), K3s with { Root = root }).Markdown);

    [Fact]
    public void For_EveryRunbook_NoUpstreamSocketIsAssignedOnAK3sNode() =>
        Assert.All(Runbooks.Load().All, runbook => Assert.DoesNotContain(
            LocalRunbook.For(runbook, K3s).Markdown.Split('\n'),
            line => line.TrimStart().StartsWith("A=/run/containerd/", StringComparison.Ordinal)));

    [Fact]
    public void For_NoInstanceKnown_IsTheRunbookItself()
    {
        var runbook = new Runbook("X", "A=/run/containerd/containerd.sock");
        Assert.Same(runbook, LocalRunbook.For(runbook, instance: null));
    }
}
