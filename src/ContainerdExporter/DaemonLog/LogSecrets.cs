using System.Text.RegularExpressions;
using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.DaemonLog;

/// <summary>Makes a line of the log what may be shown of it.</summary>
internal static class LogSecrets
{
    /// <summary>Characters of a line that are shown.</summary>
    public const int ShownLimit = 400;

    /// <summary>The line as it may be shown: on one line, without secrets, and short.</summary>
    public static string Show(string text)
    {
        try
        {
            var shown = SecretShapes.Hide(text);
            return OneLine.Of(shown.Length > ShownLimit ? $"{Cut(shown)}…" : shown);
        }
        catch (RegexMatchTimeoutException)
        {
            return SecretShapes.Mask;
        }
    }

    /// <summary>No half of a surrogate pair is left.</summary>
    private static string Cut(string text) => text[..(char.IsHighSurrogate(text[ShownLimit - 1]) ? ShownLimit - 1 : ShownLimit)];
}
