using System.Globalization;

namespace ContainerdExporter.Linux;

/// <summary>Files of one <c>name number</c> per line: <c>/proc/vmstat</c>, <c>memory.stat</c>, <c>memory.events</c>.</summary>
internal static class KeyedFile
{
    /// <summary>The number of a name; null when there is none.</summary>
    public static long? Find(string? text, ReadOnlySpan<char> name)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name) &&
                line.Length > name.Length + 1 &&
                line[name.Length] == ' ' &&
                long.TryParse(line[(name.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return value;
            }
        }

        return null;
    }
}
