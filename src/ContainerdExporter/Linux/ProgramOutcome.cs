namespace ContainerdExporter.Linux;

/// <summary>What became of a program that was run.</summary>
/// <param name="ExitCode">Its exit code; null when it was not started, or did not end in time.</param>
/// <param name="Output">The beginning of its standard output.</param>
/// <param name="Errors">The beginning of its standard error.</param>
/// <param name="StartError">Why the kernel did not start it, as an error number; null when it did.</param>
internal sealed record ProgramOutcome(int? ExitCode, string Output = "", string Errors = "", int? StartError = null)
{
    /// <summary>It was ended because its time was up.</summary>
    public bool IsLate => ExitCode is null && StartError is null;
}
