namespace ContainerdExporter.Diagnosis.Timeline;

/// <summary>What one source saw at one look: everything that it finds wrong now, and the moments that it knows of.</summary>
/// <param name="Source">Who looked; the same name at every look.</param>
/// <param name="Findings">All that it found.</param>
/// <param name="Landmarks">All that it knows of.</param>
internal sealed record SourceLook(string Source, IReadOnlyList<Finding> Findings, IReadOnlyList<Landmark> Landmarks);
