namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>
/// The services of a node that has no systemd, since systemd wants to be process 1 of a machine: stand-ins for <c>systemctl</c> and
/// <c>journalctl</c> that do to the node's real daemons what systemd does. The virtual machine's tests have the real ones.
/// </summary>
public sealed class NodeUnits(TestNode node)
{
    /// <summary>Where the stand-ins are.</summary>
    public const string Programs = "/run/node/units/bin";

    /// <summary>What an operator's <c>$EDITOR</c> is; see <see cref="EditAsync"/>.</summary>
    public const string Editor = Programs + "/editor";

    private const string Folder = "/run/node/units";

    public async Task InstallAsync()
    {
        foreach (var program in new[] { "systemctl", "journalctl" })
        {
            await node.RunAsync("install", "-D", Path.Combine(AppContext.BaseDirectory, "Fixtures", $"node-{program}.sh"), $"{Programs}/{program}");
        }
    }

    /// <summary>Makes a running process the main process of a unit, and says how it is started.</summary>
    public void Define(string name, NodeProcess process, IEnumerable<string> command)
    {
        var words = string.Join(' ', command.Select(word => $"'{word}'"));
        node.Write($"{Folder}/{name}.start", $"PATH='{Environment.GetEnvironmentVariable("PATH")}' exec {words} </dev/null >>{NodeProcess.LogOf(name)} 2>&1\n");
        node.Write($"{Folder}/{name}.pid", $"{process.Pid}\n");
    }

    /// <summary>The process that the unit has now.</summary>
    public int MainPid(string name) => int.Parse(File.ReadAllText(node.PathOf($"{Folder}/{name}.pid")));

    /// <summary>What the operator will write when an editor opens.</summary>
    public async Task EditAsync(string text)
    {
        node.Write($"{Folder}/edited", text);
        node.Write(Editor, $"#!/bin/sh\nexec cat {Folder}/edited >\"$1\"\n");
        await node.RunAsync("chmod", "755", Editor);
    }
}
