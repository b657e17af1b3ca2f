using System.Text;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Diagnosis.Timeline;
using ContainerdExporter.Exposition;
using ContainerdExporter.SupportBundle.Redaction;
using ContainerdExporter.SupportBundle.Sources;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerdExporter.SupportBundle;

/// <summary>What goes into a bundle. The configuration comes first: its secrets are then taken out of all that follows.</summary>
internal static class BundleParts
{
    private const int Mebi = 1 << 20;

    /// <param name="node">The node.</param>
    /// <param name="boot">When its kernel's clock began.</param>
    /// <param name="instances">Its containerds.</param>
    /// <param name="diagnosis">What was found.</param>
    /// <param name="report">The same, as doctor prints it.</param>
    /// <param name="redactor">Learns the configuration's secrets.</param>
    public static IEnumerable<BundlePart> Of(Node node, DateTimeOffset boot, IReadOnlyList<ContainerdInstance> instances, NodeDiagnosis diagnosis, string report, Redactor redactor)
    {
        var host = node.Host;
        var number = 0;
        foreach (var path in instances.Select(instance => instance.ConfigPath).Distinct(StringComparer.Ordinal))
        {
            yield return new BundlePart($"config-{++number}.toml", $"{path} with its imports and registries, without comments and secrets", () => new ConfigFiles(new HostFiles(host), redactor).Read(path));
        }

        yield return new BundlePart("report.txt", "the doctor's report", () => report) { Limit = Mebi / 2 };
        yield return new BundlePart("findings.json", "the findings, as docs/findings.md describes them", () => FindingsJson.Write(diagnosis)) { Limit = Mebi / 2 };
        yield return new BundlePart("timeline.json", "what changed when, as docs/timeline.md describes it", () => TimelineJson.Write(diagnosis)) { Limit = Mebi };
        yield return new BundlePart("metrics.txt", "the metrics of this look", () => Metrics(diagnosis.Snapshot)) { Limit = Mebi };
        yield return new BundlePart("versions.txt", "versions, and where each containerd is", () => NodePages.Versions(host, instances));
        yield return new BundlePart("processes.txt", "the runtime's processes; wchan and stack need root", () => ProcessPages.Read(host, node.ScanProcessesAfresh())) { Limit = Mebi };
        yield return new BundlePart("kernel.txt", "the kernel's lines on memory, storage and runtimes", new KernelLines(boot).Read) { Limit = Mebi * 3 / 2, KeepsEnd = true };
        yield return new BundlePart("journal.txt", "the daemons' journal of the last day, newest line first", () => JournalLines.Read(instances, Mebi * 3 / 2)) { Limit = Mebi * 3 / 2, Patience = JournalLines.Patience };
        yield return new BundlePart("databases.txt", "the meta pages of containerd's databases", () => DatabaseHeaders.Read(host, instances));
        yield return new BundlePart("sockets.txt", "the bound sockets of containerd, Docker and shims", () => NodePages.Sockets(host)) { Limit = Mebi / 2 };
        yield return new BundlePart("mounts.txt", "the mounts of process 1", () => NodePages.Mounts(host)) { Limit = Mebi };
        yield return new BundlePart("memory.txt", "memory, pressure and load", () => NodePages.Memory(host));
    }

    private static string Metrics(NodeSnapshot snapshot)
    {
        using var text = new MemoryStream();
        SnapshotExporter.ToRegistry(snapshot, NullLogger.Instance).CollectAndExportAsTextAsync(text).GetAwaiter().GetResult();
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
