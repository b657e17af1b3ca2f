using System.Globalization;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Knowledge;
using ContainerdExporter.Linux;
using ContainerdExporter.SupportBundle;
using ContainerdExporter.SupportBundle.Redaction;

namespace ContainerdExporter.Hosting;

/// <summary><c>doctor --bundle FILE</c>: all that somebody far away needs to understand this node, in one file, without its secrets.</summary>
internal static class BundleCommand
{
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Gathers and writes it.</summary>
    /// <param name="node">The node that was looked at.</param>
    /// <param name="diagnosis">What was found.</param>
    /// <param name="path">A file that does not exist yet: nothing is ever replaced.</param>
    /// <param name="progress">Told of each part.</param>
    /// <returns>A sentence on what was written.</returns>
    /// <exception cref="IOException">It cannot be written; <see cref="UnauthorizedAccessException"/> or <see cref="TimeoutException"/> likewise.</exception>
    public static async Task<string> RunAsync(Node node, NodeDiagnosis diagnosis, string path, Action<string> progress)
    {
        var boot = new BootClock(node.Host, node.Time).Read().BootTime;
        var instances = await InstancesAsync(node);
        var redactor = new Redactor();
        var report = new DoctorReport(Runbooks.Load(), colour: false).Render(diagnosis);
        var archive = new BundleArchive(node.Calls, redactor, node.Time, progress);
        await archive.GatherAsync(BundleParts.Of(node, boot, instances, diagnosis, report, redactor));
        var name = string.Create(CultureInfo.InvariantCulture, $"containerd-{Environment.MachineName}-{diagnosis.Snapshot.Time.UtcDateTime:yyyyMMddTHHmmssZ}");
        var packed = archive.Pack(name);
        await node.Calls.RunAsync($"write {path}", () => Write(path, packed), WriteTimeout);
        return Describe(path, packed.Length, archive.Manifest);
    }

    /// <summary>None where they cannot be found out: the report in the bundle says why, and the rest of the bundle is worth the more.</summary>
    private static async Task<IReadOnlyList<ContainerdInstance>> InstancesAsync(Node node)
    {
        try
        {
            return await new CollectionRound(node).InstancesAsync();
        }
        catch (CollectionException)
        {
            return [];
        }
    }

    /// <summary>For its owner's eyes only.</summary>
    private static int Write(string path, byte[] packed)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(packed);
        return packed.Length;
    }

    private static string Describe(string path, int length, BundleManifest manifest)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"Wrote {path}: {(length + 1023) >> 10} KiB, {manifest.Files.Count} files.");
        return manifest.Missing.Count == 0 ? size : $"{size} Missing: {string.Join("; ", manifest.Missing.Select(missing => $"{missing.Name} ({missing.Reason})"))}.";
    }
}
