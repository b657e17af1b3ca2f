using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ContainerdExporter.Linux;

/// <summary>
/// Runs a program of the node to its end: no input, nothing but a PATH in its environment, a bounded part of its output,
/// and no longer than it is given. The kernel may hang while it starts it, so a caller runs this as an isolated call.
/// </summary>
internal static class ProgramRun
{
    private const int OutputLimit = 4 << 10;

    /// <summary>Blocks until the program has ended or its time is up.</summary>
    /// <param name="program">Its name on the path, or its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="searchPath">The PATH that it gets, and is looked for on.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="outputLimit">Bytes; what it prints beyond is thrown away.</param>
    public static ProgramOutcome ToItsEnd(string program, IEnumerable<string> arguments, string searchPath, TimeSpan limit, int outputLimit = OutputLimit)
    {
        try
        {
            return RunAsync(program, arguments, searchPath, limit, outputLimit).GetAwaiter().GetResult();
        }
        catch (Win32Exception e)
        {
            return new ProgramOutcome(ExitCode: null, StartError: e.NativeErrorCode);
        }
    }

    private static async Task<ProgramOutcome> RunAsync(string program, IEnumerable<string> arguments, string searchPath, TimeSpan limit, int outputLimit)
    {
        using var timeout = new CancellationTokenSource(limit);
        using var process = Start(program, arguments, searchPath);
        try
        {
            var output = ReadAsync(process.StandardOutput.BaseStream, outputLimit, timeout.Token);
            var errors = ReadAsync(process.StandardError.BaseStream, OutputLimit, timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new ProgramOutcome(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return new ProgramOutcome(ExitCode: null);
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments, string searchPath)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = searchPath;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Reads to the end, and keeps the beginning: a program that writes without end meets its time limit.</summary>
    private static async Task<string> ReadAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        var kept = new byte[limit];
        var rest = new byte[OutputLimit];
        var length = 0;
        while (true)
        {
            var isFull = length == kept.Length;
            var count = await stream.ReadAsync(isFull ? rest : kept.AsMemory(length), cancellationToken);
            if (count == 0)
            {
                return Encoding.UTF8.GetString(kept, 0, length);
            }

            length += isFull ? 0 : count;
        }
    }
}
