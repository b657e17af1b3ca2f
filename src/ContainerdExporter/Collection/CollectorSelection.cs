namespace ContainerdExporter.Collection;

/// <summary>Which of the enabled collectors a scrape wants: all, only those of <c>collect[]</c>, or all but those of <c>exclude[]</c>.</summary>
internal sealed class CollectorSelection
{
    public static readonly CollectorSelection All = new([], include: false);

    private readonly HashSet<string> names;
    private readonly bool include;

    private CollectorSelection(IEnumerable<string> names, bool include)
    {
        this.names = new HashSet<string>(names, StringComparer.Ordinal);
        this.include = include;
    }

    public bool Includes(string collector) => names.Contains(collector) == include;

    /// <summary>Reads a scrape's parameters; on refusal <paramref name="error"/> is one line that says what to change.</summary>
    public static CollectorSelection? TryParse(IReadOnlyList<string> collect, IReadOnlyList<string> exclude, IReadOnlyCollection<string> enabled, out string? error)
    {
        error = null;
        if (collect.Count > 0 && exclude.Count > 0)
        {
            error = "collect[] and exclude[] cannot be combined: use one of them";
            return null;
        }

        var named = collect.Count > 0 ? collect : exclude;
        if (named.FirstOrDefault(name => !enabled.Contains(name, StringComparer.Ordinal)) is not null)
        {
            // The unknown name itself is a stranger's text and is not echoed.
            error = $"unknown or disabled collector; enabled here: {string.Join(", ", enabled)}";
            return null;
        }

        return named.Count == 0 ? All : new CollectorSelection(named, include: collect.Count > 0);
    }
}
