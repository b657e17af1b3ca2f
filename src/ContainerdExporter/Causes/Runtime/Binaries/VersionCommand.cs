using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Binaries;

/// <summary>Runs <c>PROGRAM --version</c>, and says what its end means for a runtime.</summary>
internal static class VersionCommand
{
    private const int NotFound = 2; // ENOENT
    private const int NotAProgram = 8; // ENOEXEC
    private const int NotPermitted = 13; // EACCES

    /// <summary>Blocks until the program has ended or its time is up.</summary>
    public static VersionAnswer Run(string program, string searchPath, TimeSpan limit)
    {
        var outcome = ProgramRun.ToItsEnd(program, ["--version"], searchPath, limit);
        return outcome switch
        {
            { ExitCode: { } code } => VersionAnswer.Of(code, outcome.Output, outcome.Errors),
            { IsLate: true } => new VersionAnswer(BinaryState.Failing, null, $"--version did not end within {limit.TotalSeconds:0.#} s", IsSlow: true),
            { StartError: NotAProgram } => new VersionAnswer(BinaryState.WrongArchitecture, null, "the kernel cannot run it: no program of this machine"),
            { StartError: NotPermitted } => new VersionAnswer(BinaryState.NotExecutable, null, "the kernel refuses to run it: permission denied"),
            { StartError: NotFound } => new VersionAnswer(BinaryState.Failing, null, "the interpreter or loader that it names does not exist"),
            _ => new VersionAnswer(BinaryState.Failing, null, $"the kernel cannot run it: error {outcome.StartError}"),
        };
    }
}
