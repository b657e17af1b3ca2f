using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ContainerdExporter.Causes.Runtime.Binaries;

/// <summary>Runs <c>PROGRAM --version</c> with nothing but a PATH in its environment, and ends it when it takes too long.</summary>
internal static class VersionCommand
{
    private const int OutputLimit = 4 << 10;
    private const int NotFound = 2; // ENOENT
    private const int NotAProgram = 8; // ENOEXEC
    private const int NotPermitted = 13; // EACCES

    /// <summary>Blocks until the program has ended or its time is up.</summary>
    public static VersionAnswer Run(string program, string searchPath, TimeSpan limit)
    {
        try
        {
            return RunAsync(program, searchPath, limit).GetAwaiter().GetResult();
        }
        catch (Win32Exception e)
        {
            return e.NativeErrorCode switch
            {
                NotAProgram => new VersionAnswer(BinaryState.WrongArchitecture, null, "the kernel cannot run it: no program of this machine"),
                NotPermitted => new VersionAnswer(BinaryState.NotExecutable, null, "the kernel refuses to run it: permission denied"),
                NotFound => new VersionAnswer(BinaryState.Failing, null, "the interpreter or loader that it names does not exist"),
                _ => new VersionAnswer(BinaryState.Failing, null, $"the kernel cannot run it: error {e.NativeErrorCode}"),
            };
        }
    }

    private static async Task<VersionAnswer> RunAsync(string program, string searchPath, TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        using var process = Start(program, searchPath);
        try
        {
            var output = ReadAsync(process.StandardOutput.BaseStream, timeout.Token);
            var errors = ReadAsync(process.StandardError.BaseStream, timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return VersionAnswer.Of(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return new VersionAnswer(BinaryState.Failing, null, $"--version did not end within {limit.TotalSeconds:0.#} s", IsSlow: true);
        }
    }

    private static Process Start(string program, string searchPath)
    {
        var start = new ProcessStartInfo(program, ["--version"])
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
    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var kept = new byte[OutputLimit];
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
