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
