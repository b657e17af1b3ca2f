namespace ContainerdExporter.Causes.Runtime.Binaries;

/// <summary>How programs are tried.</summary>
/// <param name="IsRun">Whether OCI runtimes are asked for their version.</param>
internal sealed record BinaryOptions(bool IsRun);
