using System.Text.RegularExpressions;
using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Knowledge;

/// <summary>
/// A runbook with the paths, the unit and the clients of one instance in its commands. What differs between nodes the runbooks name
/// once, in a shell variable with the upstream packages' value: A the socket, R the root, F the configuration, T what that is written
/// from, DB the database, U the unit. Elsewhere it is replaced in code, in blocks and between backquotes.
/// </summary>
internal static partial class LocalRunbook
{
    public static Runbook For(Runbook runbook, ContainerdInstance? instance)
    {
        if (instance is null)
        {
            return runbook;
        }

        var node = new LocalNode(instance);
        var filled = Assignment().Replace(runbook.Markdown, match => Fill(match, instance, node));
        return runbook with { Markdown = Code().Replace(filled, match => node.Localize(match.Value)) };
    }

    /// <summary>The variable's line with this node's value, and without the remark that says where to look it up.</summary>
    private static string Fill(Match match, ContainerdInstance instance, LocalNode node)
    {
        var value = match.Groups["name"].Value switch
        {
            "A" => instance.Address,
            "R" => instance.Root,
            "F" => instance.ConfigPath,
            "T" => node.Template ?? instance.ConfigPath,
            "DB" => $"{instance.Root}/io.containerd.metadata.v1.bolt/meta.db",
            _ => node.Unit,
        };
        return value is not null && ShellWord.Quote(value) is { } quoted
            ? $"{match.Groups["indent"].Value}{match.Groups["name"].Value}={quoted}{Remark(match.Groups["name"].Value, instance.Distribution)}"
            : match.Value;
    }

    private static string Remark(string name, Distribution distribution) =>
        name == "T" && distribution is Distribution.K3s or Distribution.Rke2 ? "   # containerd 1.x: config.toml.tmpl" : string.Empty;

    [GeneratedRegex(
        @"^(?<indent> *)(?<name>A|R|F|T|DB|U)=(?:/run/containerd/containerd\.sock|/var/lib/containerd(?:/io\.containerd\.metadata\.v1\.bolt/meta\.db)?|/etc/containerd/config\.toml|containerd)(?: +#.*)?$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();

    /// <summary>A fenced block of shell, or code within a line; a row of a table is about other nodes too.</summary>
    [GeneratedRegex(@"^ *```bash\n.*?^ *```|(?<=^(?! *\|)[^\n]*)(?<!`)`(?!`)[^`\n]+`", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
