namespace ContainerdExporter.Diagnosis;

/// <summary>How soon someone must act; ordered.</summary>
internal enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Today.</summary>
    Warning,

    /// <summary>Now: containers cannot be managed, or data is at risk.</summary>
    Critical,
}
