using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Causes.Memory;

/// <summary>The OOM kills of this boot, and how well the log that tells of them is read.</summary>
/// <param name="Time">When the sample was taken.</param>
/// <param name="Totals">What was counted.</param>
/// <param name="Log">The reader's own health.</param>
internal sealed record OomSample(DateTimeOffset Time, OomTotals Totals, KernelLogHealth Log);
