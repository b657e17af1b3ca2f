using System.Diagnostics;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>What a program left behind.</summary>
public sealed record CommandResult(string CommandLine, int ExitCode, string Output, string Error)
{
    public CommandResult OrThrow() =>
        ExitCode == 0 ? this : throw new InvalidOperationException($"{CommandLine}\nexit code {ExitCode}\n{Output}{Error}");
}

/// <summary>Runs programs to their end.</summary>
public static class Command
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs a program and returns its output; anything but exit code 0 is an exception that shows all that it said.</summary>
    public static async Task<string> RunAsync(params string[] arguments) => (await TryRunAsync(arguments)).OrThrow().Output;

    public static Task<CommandResult> TryRunAsync(params string[] arguments) => TryRunAsync(arguments, input: null);

    public static Task<CommandResult> TryRunAsync(string[] arguments, string? input) => TryRunAsync(arguments, input, Limit);

    /// <summary>Runs a program that may take longer than others.</summary>
    public static Task<CommandResult> TryRunAsync(string[] arguments, TimeSpan limit) => TryRunAsync(arguments, input: null, limit);

    private static async Task<CommandResult> TryRunAsync(string[] arguments, string? input, TimeSpan within)
    {
        var line = string.Join(' ', arguments);
        using var process = Process.Start(new ProcessStartInfo(arguments[0], arguments[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            using var limit = new CancellationTokenSource(within);
            await process.WaitForExitAsync(limit.Token);
            return new CommandResult(line, process.ExitCode, await output.WaitAsync(Limit), await error.WaitAsync(Limit));
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{line}: did not end within {within.TotalSeconds} s", e);
        }
    }
}
