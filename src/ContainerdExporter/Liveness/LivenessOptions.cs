namespace ContainerdExporter.Liveness;

/// <summary>What flags set for the symptom.</summary>
/// <param name="StartGrace">How long a starting daemon may leave its socket silent.</param>
/// <param name="RestartWindow">How long a restart counts towards too many.</param>
/// <param name="StateDirectory">Where restarts are kept over one of the exporter; null keeps none.</param>
/// <param name="IsReadOnly">Whether they are only read.</param>
internal sealed record LivenessOptions(TimeSpan StartGrace, TimeSpan RestartWindow, string? StateDirectory, bool IsReadOnly);
