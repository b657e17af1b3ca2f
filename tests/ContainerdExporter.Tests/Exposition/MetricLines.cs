using System.Text;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Tests.Exposition;

/// <summary>What an export writes, one sample per line.</summary>
internal static class MetricLines
{
    public static async Task<IReadOnlyList<string>> OfAsync(Action<MetricSink> export)
    {
        var sink = new MetricSink();
        export(sink);
        using var stream = new MemoryStream();
        await sink.Registry.CollectAndExportAsTextAsync(stream);
        return [.. Encoding.UTF8.GetString(stream.ToArray()).Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
    }
}
