namespace ContainerdExporter.Causes.Storage.KernelErrors;

/// <summary>The storage errors of this boot, and the devices that matter.</summary>
/// <param name="Time">When the sample was taken.</param>
/// <param name="Totals">What was counted, by the kernel's device names.</param>
/// <param name="Carriers">The devices under the instances' roots and states, each with what it carries.</param>
internal sealed record KernelErrorsSample(DateTimeOffset Time, KernelErrorTotals Totals, IReadOnlyDictionary<string, IReadOnlyList<string>> Carriers);
