namespace ContainerdExporter.Causes.Runtime.Processes;

/// <summary>The OCI runtime processes of the node, each with its judgement.</summary>
internal sealed record RuntimeProcessSample(IReadOnlyList<JudgedProcess> Processes);

/// <summary>A process, and why it counts as stuck; null for a healthy one.</summary>
internal sealed record JudgedProcess(RuntimeProcess Process, StuckReason? Stuck);
