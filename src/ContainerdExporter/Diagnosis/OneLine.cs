namespace ContainerdExporter.Diagnosis;

/// <summary>A stranger's text on one line: whatever would move a cursor or begin a line is replaced.</summary>
internal static class OneLine
{
    public static string Of(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsControl(source[i]) ? '\uFFFD' : source[i];
        }
    });
}
