namespace ContainerdExporter.ConfigCorpus;

/// <summary>The cases in which the parser of a release takes a text that is no TOML. Our finding says that it is none.</summary>
internal static class ParserDisagreements
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        // go-toml 1 takes a key behind a table's header in the same line.
        "1.6 syntax/bad-garbage-after-header",
        "1.7 syntax/bad-garbage-after-header",
    };

    public static bool Contains(string release, string caseId) => Known.Contains($"{release} {caseId}");
}
