namespace ContainerdExporter.Diagnosis.Timeline;

/// <summary>A moment that is no trouble, and without which a story has no sense: a daemon's start, the node's boot.</summary>
/// <param name="What">In few words; the same at every look.</param>
/// <param name="Cause">The cause whose part of the story it belongs to.</param>
/// <param name="Address">The gRPC socket of the instance concerned; null for the whole node.</param>
/// <param name="Identity">Tells this time from the last within one boot; not shown.</param>
/// <param name="At">When, by the node's own account.</param>
internal sealed record Landmark(string What, Cause Cause, string? Address, string Identity, DateTimeOffset At);
