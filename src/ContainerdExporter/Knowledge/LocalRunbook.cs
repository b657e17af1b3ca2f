using System.Text.RegularExpressions;
using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Knowledge;

/// <summary>
/// A runbook with the paths of one instance in its commands. The runbooks name what differs between nodes once, in a shell
/// variable with the upstream packages' value: A the socket, R the root, F the configuration, DB the database, U the unit.
/// </summary>
internal static partial class LocalRunbook
{
    public static Runbook For(Runbook runbook, ContainerdInstance? instance) =>
        instance is null ? runbook : runbook with { Markdown = Assignment().Replace(runbook.Markdown, match => Fill(match, instance)) };

    /// <summary>The variable's line with this node's value, and without the remark that says where to look it up.</summary>
    private static string Fill(Match match, ContainerdInstance instance)
    {
        var value = match.Groups["name"].Value switch
        {
            "A" => instance.Address,
            "R" => instance.Root,
            "F" => instance.ConfigPath,
            "DB" => $"{instance.Root}/io.containerd.metadata.v1.bolt/meta.db",
            _ => UnitOf(instance.Distribution),
        };
        return value is not null && Quote(value) is { } quoted
            ? $"{match.Groups["indent"].Value}{match.Groups["name"].Value}={quoted}"
            : match.Value;
    }

    /// <summary>Null where a distribution has several, for servers and for agents: the runbook's remark lists them.</summary>
    private static string? UnitOf(Distribution distribution) => distribution switch
    {
        Distribution.Upstream => "containerd",
        Distribution.Docker => "docker",
        Distribution.Microk8s => "snap.microk8s.daemon-containerd",
        _ => null,
    };

    /// <summary>As the shell reads it back. A path that could leave its line or its code block is not put into a command at all.</summary>
    private static string? Quote(string value) =>
        Plain().IsMatch(value) ? value : value.Any(c => char.IsControl(c) || c is '`' or '\'') ? null : $"'{value}'";

    [GeneratedRegex(
        @"^(?<indent> *)(?<name>A|R|F|DB|U)=(?:/run/containerd/containerd\.sock|/var/lib/containerd(?:/io\.containerd\.metadata\.v1\.bolt/meta\.db)?|/etc/containerd/config\.toml|containerd)(?: +#.*)?$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"^[\w./:@%+=-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
