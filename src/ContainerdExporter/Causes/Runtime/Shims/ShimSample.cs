using ContainerdExporter.Containerd.Shims;

namespace ContainerdExporter.Causes.Runtime.Shims;

/// <summary>The shims and tasks of every instance.</summary>
internal sealed record ShimSample(IReadOnlyList<InstanceShims> Instances);

/// <summary>One instance's.</summary>
/// <param name="Address">The instance.</param>
/// <param name="Shims">Its shims, each with its state.</param>
/// <param name="Surveyed">The last survey; null before the first.</param>
internal sealed record InstanceShims(string Address, IReadOnlyList<JudgedShim> Shims, SurveyedShims? Surveyed);

/// <summary>A shim and its state.</summary>
internal sealed record JudgedShim(ShimProcess Shim, ShimState State, TimeSpan Age);
