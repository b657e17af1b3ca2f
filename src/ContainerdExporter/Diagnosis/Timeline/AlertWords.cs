using System.Text;

namespace ContainerdExporter.Diagnosis.Timeline;

/// <summary>An alert's name as words: <c>ContainerdDiskFull</c> is <c>disk full</c>, <c>ContainerdDown</c> is <c>containerd down</c>.</summary>
internal static class AlertWords
{
    private const string Prefix = "Containerd";

    public static string Of(string alert)
    {
        var name = alert.StartsWith(Prefix, StringComparison.Ordinal) ? alert.AsSpan(Prefix.Length) : alert;
        var words = new StringBuilder(name.Length + 16);
        foreach (var letter in name)
        {
            words.Append(char.IsAsciiLetterUpper(letter) && words.Length > 0 ? " " : string.Empty).Append(char.ToLowerInvariant(letter));
        }

        // One word is said of the daemon: down, hung, restarting.
        return words.ToString().Contains(' ', StringComparison.Ordinal) ? words.ToString() : $"containerd {words}";
    }
}
