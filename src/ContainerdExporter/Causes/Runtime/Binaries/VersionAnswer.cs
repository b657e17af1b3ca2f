namespace ContainerdExporter.Causes.Runtime.Binaries;

/// <summary>What became of <c>PROGRAM --version</c>.</summary>
/// <param name="State">ok, or why it cannot be used.</param>
/// <param name="Version">Its version, as a plain word.</param>
/// <param name="Detail">What went wrong.</param>
/// <param name="IsSlow">It did not end in time: that alone may be the node's fault.</param>
internal sealed record VersionAnswer(BinaryState State, string? Version, string? Detail, bool IsSlow = false)
{
    private const int WordLimit = 64;
    private const int DetailLimit = 200;

    /// <summary>Judges an ended program by its exit code and its output.</summary>
    public static VersionAnswer Of(int exitCode, string output, string errors)
    {
        if (exitCode != 0)
        {
            var said = FirstLine(errors.Length > 0 ? errors : output);
            return new VersionAnswer(BinaryState.Failing, null, $"--version ended with code {exitCode}{(said.Length > 0 ? $": {said}" : string.Empty)}");
        }

        return new VersionAnswer(BinaryState.Ok, VersionIn(FirstLine(output)), null);
    }

    /// <summary>The first word that starts with a digit: <c>runc version 1.1.5+ds1</c>, <c>crun version 1.8</c>, <c>youki version: 0.3</c>.</summary>
    private static string? VersionIn(string line)
    {
        foreach (var range in line.AsSpan().SplitAny(' ', '\t', ','))
        {
            var word = line.AsSpan()[range].TrimStart('v');
            if (word.Length is > 0 and <= WordLimit && char.IsAsciiDigit(word[0]) && !word.ContainsAnyExcept(Plain))
            {
                return word.ToString();
            }
        }

        return null;
    }

    private static readonly System.Buffers.SearchValues<char> Plain =
        System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.+-~_");

    private static string FirstLine(string text)
    {
        var line = text.AsSpan().TrimStart();
        var end = line.IndexOfAny('\n', '\r');
        line = end < 0 ? line : line[..end];
        return (line.Length <= DetailLimit ? line : line[..DetailLimit]).ToString();
    }
}
