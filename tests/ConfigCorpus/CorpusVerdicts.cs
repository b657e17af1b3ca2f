using ContainerdExporter.Causes.Configuration;

namespace ContainerdExporter.ConfigCorpus;

/// <summary>
/// What the real daemons did with each case, as the differential test recorded it: lines
/// <c>1.7 fatal rule/name message</c> in <c>verdicts.txt</c>.
/// </summary>
internal static class CorpusVerdicts
{
    public static readonly string Path = $"{CorpusCase.Directory}/verdicts.txt";

    public static IReadOnlyDictionary<(string Release, string Case), ConfigVerdict> Read() =>
        File.ReadLines(Path)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 4))
            .ToDictionary(fields => (fields[0], fields[2]), fields => Enum.Parse<ConfigVerdict>(fields[1], ignoreCase: true));

    public static string Line(string release, string id, ConfigVerdict verdict, string message) =>
        $"{release} {verdict.ToString().ToLowerInvariant()} {id} {message}".TrimEnd();
}
