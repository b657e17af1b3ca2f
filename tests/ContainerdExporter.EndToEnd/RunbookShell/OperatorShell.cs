using System.Diagnostics;
using System.Text;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.RunbookShell;

/// <summary>A shell of somebody who is logged in on a node, from the first command to the last: what one sets, the next ones have.</summary>
public sealed class OperatorShell : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private int count;

    private OperatorShell(Process process) => this.process = process;

    /// <summary>With the programs that the runbooks name, and no pause longer than a second.</summary>
    public static async Task<OperatorShell> OpenAsync(TestNode node)
    {
        var exporter = Path.GetDirectoryName(await PublishedExporter.PathAsync());
        var path = $"PATH={NodeUnits.Programs}:{Environment.GetEnvironmentVariable("PATH")}:{await ProgramHelp.FolderAsync()}:{exporter}";
        var command = node.Enter("env", path, $"EDITOR={NodeUnits.Editor}", "bash");
        var shell = new OperatorShell(Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        await shell.TypeAsync("sleep() { command sleep $(( $1 > 1 ? 1 : $1 )); }");
        return shell;
    }

    /// <summary>Types a script and waits for its end. Its exit code is that of its last command.</summary>
    public async Task<CommandResult> TypeAsync(string script)
    {
        var mark = $"== end of script {++count} ==";
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(script));

        // Not as it is: its commands would read the rest of it as their input.
        await process.StandardInput.WriteLineAsync($"eval \"$(printf %s {encoded} | base64 -d)\" </dev/null; printf '\\n%s%s\\n' '{mark}' $?; printf '\\n%s\\n' '{mark}' >&2");
        await process.StandardInput.FlushAsync();
        var output = ReadAsync(process.StandardOutput, mark);
        var error = ReadAsync(process.StandardError, mark);
        try
        {
            var (text, code) = await output.WaitAsync(Limit);
            return new CommandResult(script, int.Parse(code), text, (await error.WaitAsync(Limit)).Text);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{script}\ndid not end within {Limit.TotalSeconds} s", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>What comes before the mark, and what follows it on its line.</summary>
    private static async Task<(string Text, string After)> ReadAsync(StreamReader reader, string mark)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(mark, StringComparison.Ordinal))
            {
                var text = string.Join('\n', lines);
                return (text.EndsWith('\n') || text.Length == 0 ? text : text + '\n', line[mark.Length..]);
            }

            lines.Add(line);
        }

        throw new InvalidOperationException($"the shell ended:\n{string.Join('\n', lines)}");
    }
}
