using System.ComponentModel;
using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.Knowledge;

namespace ContainerdExporter.EndToEnd.RunbookShell;

/// <summary>Every command of every runbook exists, as the real program has it; what only looks is run, on a real node.</summary>
public sealed partial class RunbookCommandTests(ServingNode serving) : IClassFixture<ServingNode>
{
    /// <summary>Programs that no package of this Debian has, by their projects' documentation: subcommands and options that a runbook may use.</summary>
    private static readonly Dictionary<string, string[]> Documented = new(StringComparer.Ordinal)
    {
        // cri-tools, docs/crictl.md
        ["crictl"] = ["--runtime-endpoint", "--timeout", "-r", "-t", "info", "inspect", "pods", "--state", "ps", "-a", "-q", "rmi", "--prune", "rm", "rmp", "stopp", "images", "logs"],
        ["sh"] = ["-c"],
        ["apt-get"] = ["install", "--reinstall"],
        ["dnf"] = ["reinstall", "install", "-y"],
        ["multipath"] = ["-ll"],
        ["lvextend"] = ["-L"],
    };

    /// <summary>What a healthy node's answer holds, for those whose runbook promises words.</summary>
    private static readonly Dictionary<string, string[]> Promised = new(StringComparer.Ordinal)
    {
        ["ContainerdHung"] = ["Server:", "rc 0"],
        ["ContainerdDown"] = ["Server:", "socket"],
        // 1: a warning, as the node's root is in memory.
        ["ContainerdConfigInvalid"] = ["would start", "exit code 1"],
        ["ContainerdConfigDegraded"] = ["would start", "exit code 1"],
        ["ContainerdConfigPendingRestart"] = ["would start", "exit code 1"],
        ["ContainerdExporterDown"] = ["containerd-exporter is healthy.", "rc 0", "200 "],
        ["ContainerdFilesystemHung"] = ["answers: tmpfs", "waited"],
        ["ContainerdFilesystemReadOnly"] = ["/var/lib/containerd", "rw", "writable"],
        ["ContainerdSocketBlocked"] = ["socket", "LISTEN"],
        ["ContainerdSocketStale"] = ["socket", "LISTEN", "Server:"],
        ["ContainerdSocketForeign"] = ["socket", "containerd"],
        ["ContainerdRuntimeBroken"] = ["runc version", "rc 0"],
        ["ContainerdMetadataCorrupt"] = ["meta.db", "metadata.db"],
        ["ContainerdShimUnresponsive"] = ["== default"],
    };

    [Fact]
    public void Runbook_Always_HasCommands() => Assert.Equal(Runbooks.Load().All.Count, RunbookCommand.All.Select(command => command.Runbook).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public async Task Command_Always_IsOneThatItsProgramKnows()
    {
        List<string> objections = [];
        foreach (var command in RunbookCommand.All.DistinctBy(command => $"{command.Program} {string.Join(' ', command.Arguments)}"))
        {
            try
            {
                var objection = Documented.TryGetValue(command.Program, out var words) ? Undocumented(command, words) : await ProgramHelp.ObjectionAsync(command);
                if (objection is not null)
                {
                    objections.Add($"{command}: {objection}");
                }
            }
            catch (Win32Exception e)
            {
                objections.Add($"{command}: {e.Message}");
            }
        }

        Assert.True(objections.Count == 0, string.Join('\n', objections));
    }

    /// <summary>The columns that it shows are no options, and differ between its releases.</summary>
    [Fact]
    public async Task Columns_OfPs_AreOnesThatItKnows()
    {
        List<string> objections = [];
        var all = RunbookCommand.All.Where(command => command.Program == "ps")
            .SelectMany(command => command.Arguments.Zip(command.Arguments.Skip(1)).Where(pair => Regex.IsMatch(pair.First, "^-?[a-z]*o$")).Select(pair => (command, Columns: pair.Second)))
            .ToList();
        Assert.NotEmpty(all);
        foreach (var (command, columns) in all)
        {
            var result = await Command.TryRunAsync(["ps", "-p", "1", "-o", columns]);
            if (result.ExitCode != 0)
            {
                objections.Add($"{command}: {result.Error.Split('\n')[0]}");
            }
        }

        Assert.True(objections.Count == 0, string.Join('\n', objections));
    }

    /// <summary>Of a healthy node: each runbook's Confirm and then its Verify, in one shell, as a reader types them.</summary>
    [Fact]
    public async Task ConfirmAndVerify_OnAHealthyNode_RunAndPromiseWhatComes()
    {
        var tools = await ProgramHelp.FolderAsync();
        var exporter = Path.GetDirectoryName(await PublishedExporter.PathAsync());
        List<string> complaints = [];
        await Parallel.ForEachAsync(Runbooks.Load().All, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (runbook, _) =>
        {
            var script = string.Join('\n', RunbookCommand.BlocksOf(runbook.Section("Confirm")).Concat(RunbookCommand.BlocksOf(runbook.Section("Verify"))));
            script = $"sleep() {{ command sleep 0.2; }}\n{script.Replace("IMAGE", BusyboxImage.Reference, StringComparison.Ordinal)}";
            var result = await serving.Node.TryRunAsync("env", $"PATH={Environment.GetEnvironmentVariable("PATH")}:{tools}:{exporter}", "bash", "-c", script);
            var bad = MisuseIn(result.Error);
            var missing = Promised.GetValueOrDefault(runbook.Alert, []).Where(words => !result.Output.Contains(words, StringComparison.Ordinal)).Select(words => $"lacks '{words}' in\n{result.Output}{result.Error}");
            lock (complaints)
            {
                complaints.AddRange(bad.Concat(missing).Select(complaint => $"{runbook.Alert}: {complaint}"));
            }
        });

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
        Assert.Equal([], Promised.Keys.Except(Runbooks.Load().All.Select(runbook => runbook.Alert), StringComparer.Ordinal));
        var findings = await Findings.OfAsync(serving.Node);
        Assert.True(findings.All.Count == 0, $"the runbooks' looks left behind:\n{findings}");
    }

    /// <summary>What shells and programs print about commands that they do not know.</summary>
    internal static IEnumerable<string> MisuseIn(string error) =>
        Misuse().Matches(error).Select(match => match.Value.Trim()).Where(line => !Documented.Keys.Any(program => line.Contains(program, StringComparison.Ordinal)));

    private static string? Undocumented(RunbookCommand command, string[] documented) => command.Arguments
        .Where(word => Regex.IsMatch(word, "^(-{1,2}[A-Za-z]|[a-z]+$)"))
        .FirstOrDefault(word => !documented.Contains(word.Split('=')[0], StringComparer.Ordinal) && !word.StartsWith("unix", StringComparison.Ordinal) && word is not ("runc" or "containerd" or "containerd.io")) is { } unknown
        ? $"{unknown} is not among what its documentation has"
        : null;

    [GeneratedRegex(@"^.*(command not found|invalid option|unrecognized option|unknown shorthand flag|unknown flag|flag provided but not defined|No help topic|Incorrect Usage|Unknown command|illegal option|syntax error|Unknown operation|unknown user-defined format specifier).*$", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Misuse();
}
