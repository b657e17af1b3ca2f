namespace ContainerdExporter.Knowledge;

/// <summary>The runbooks that the binary carries: one per alert.</summary>
internal sealed class Runbooks(IReadOnlyList<Runbook> all)
{
    private const string Prefix = "runbooks/";

    /// <summary>In alphabetical order.</summary>
    public IReadOnlyList<Runbook> All => all;

    public Runbook? Find(string alert) => all.FirstOrDefault(runbook => runbook.Alert == alert);

    public static Runbooks Load() => new(
    [
        .. Resources.Names
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new Runbook(Path.GetFileNameWithoutExtension(name[Prefix.Length..]), Resources.Read(name))),
    ]);
}
