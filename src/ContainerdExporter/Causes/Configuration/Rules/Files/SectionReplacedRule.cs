using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Files;

/// <summary>1.x replaces a plugin's whole section by that of a later file: what the earlier file set there is lost.</summary>
internal sealed class SectionReplacedRule : ConfigRule
{
    public override string Name => "section_replaced";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.Release.IsV1)
        {
            yield break;
        }

        var earlier = new Dictionary<string, ConfigNode>(StringComparer.Ordinal);
        foreach (var file in context.Config.Loaded.Files)
        {
            foreach (var (id, section) in file.Root.Child("plugins")?.Children ?? ConfigNode.NoChildren)
            {
                if (earlier.TryGetValue(id, out var replaced) && Lost(replaced, section).Take(4).ToList() is { Count: > 0 } lost)
                {
                    yield return Warning(
                        section.At,
                        $"this section replaces the whole section in {replaced.At.File}, which loses {string.Join(", ", lost)}",
                        $"Repeat in this file what must stay; {context.Daemon} does not merge the keys of a plugin.");
                }

                earlier[id] = section;
            }
        }
    }

    private static IEnumerable<string> Lost(ConfigNode before, ConfigNode after) =>
        before.Children.Where(entry => !after.Children.ContainsKey(entry.Key)).Select(entry => entry.Key)
            .Concat(before.Children
                .Where(entry => entry.Value.Kind == ConfigKind.Table && after.Child(entry.Key) is { Kind: ConfigKind.Table })
                .SelectMany(entry => Lost(entry.Value, after.Child(entry.Key)!).Select(name => $"{entry.Key}.{name}")));
}
