namespace ContainerdExporter.Causes.Runtime.Shims;

/// <summary>How tasks are listed, and when a shim counts as left behind.</summary>
/// <param name="TaskInterval">At most one listing in this time.</param>
/// <param name="TaskTimeout">For one whole listing.</param>
/// <param name="OrphanAfter">For how long, over at least two surveys, a shim must look left behind.</param>
internal sealed record ShimOptions(TimeSpan TaskInterval, TimeSpan TaskTimeout, TimeSpan OrphanAfter);
