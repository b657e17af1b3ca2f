using System.Text;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Tests.Linux.KernelLog;

/// <summary>Feeds recorded lines to whoever takes records.</summary>
internal static class KernelRecords
{
    public delegate void Taker(in KernelRecord record);

    /// <summary>A corpus file: comments start with #, every other line is a record as <c>/dev/kmsg</c> gives it.</summary>
    public static void FromFile(string path, Taker take)
    {
        foreach (var line in File.ReadLines(path).Where(line => !line.StartsWith('#')))
        {
            FromLine(line, take);
        }
    }

    public static void FromLine(string line, Taker take)
    {
        Assert.True(KernelRecordParser.TryParse(Encoding.UTF8.GetBytes(line + "\n"), out var record), line);
        take(record);
    }

    /// <summary>The values of a corpus file's comments of one kind.</summary>
    public static IReadOnlyList<string> Comments(string path, string kind) =>
        [.. File.ReadLines(path).Where(line => line.StartsWith($"# {kind}: ", StringComparison.Ordinal)).Select(line => line[$"# {kind}: ".Length..])];
}
