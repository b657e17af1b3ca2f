using System.Globalization;
using System.Text;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>A node's journal: real files, made by systemd-journal-remote from entries in the journal's export format.</summary>
public sealed class JournalFiles
{
    private const string MachineId = "0123456789abcdef0123456789abcdef";
    private const string Writer = "/lib/systemd/systemd-journal-remote";
    private const string Folder = "/run/log/journal/" + MachineId;

    private readonly TestNode node;
    private long written;
    private int archives;

    private JournalFiles(TestNode node) => this.node = node;

    /// <summary>Makes an empty journal's directory, in memory.</summary>
    public static async Task<JournalFiles> CreateAsync(TestNode node)
    {
        node.Write("/etc/machine-id", $"{MachineId}\n");
        await node.RunAsync("mkdir", "-p", "/run/log/journal");
        await node.RunAsync("mount", "-t", "tmpfs", "-o", "size=600m,mode=755", "tmpfs", "/run/log/journal");
        await node.RunAsync("mkdir", Folder);
        return new JournalFiles(node);
    }

    /// <summary>Appends messages, as the journal's daemon would have received them just now.</summary>
    public Task WriteAsync(params IEnumerable<string> messages) => WriteAsync("containerd.service", messages);

    public async Task WriteAsync(string unit, params IEnumerable<string> messages) =>
        (await Command.TryRunAsync([Writer, $"--output={PathOf("system.journal")}", "-"], Export(unit, messages))).OrThrow();

    /// <summary>Entries in the export format (systemd.io/JOURNAL_EXPORT_FORMATS).</summary>
    public string Export(string unit, IEnumerable<string> messages)
    {
        var text = new StringBuilder();
        var start = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        foreach (var message in messages)
        {
            var time = Math.Max(written + 1, start);
            written = time;
            text.Append(CultureInfo.InvariantCulture, $"__REALTIME_TIMESTAMP={time}\n__MONOTONIC_TIMESTAMP={time % 1_000_000_000_000}\n_BOOT_ID=33334444555566667777888899990000\n_MACHINE_ID={MachineId}\n");
            text.Append(CultureInfo.InvariantCulture, $"_TRANSPORT=stdout\nPRIORITY=6\nSYSLOG_IDENTIFIER=containerd\n_COMM=containerd\n_SYSTEMD_UNIT={unit}\nMESSAGE={message}\n\n");
        }

        return text.ToString();
    }

    /// <summary>What follows goes into a new file, as when the old one is full.</summary>
    public void Rotate() => File.Move(PathOf("system.journal"), PathOf($"system@{++archives:x32}-0000000000000001-{written:x16}.journal"));

    /// <summary>Removes all old files, as <c>journalctl --vacuum-*</c> does.</summary>
    public void Vacuum()
    {
        foreach (var file in Directory.GetFiles(PathOf(string.Empty), "system@*.journal"))
        {
            File.Delete(file);
        }
    }

    private string PathOf(string name) => node.PathOf($"{Folder}/{name}");
}
