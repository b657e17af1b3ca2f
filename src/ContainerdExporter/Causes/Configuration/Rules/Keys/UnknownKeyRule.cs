using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Keys;

/// <summary>A key that the release does not know is ignored: silently in 1.x, with a line in the log in 2.x.</summary>
internal sealed class UnknownKeyRule : ConfigRule
{
    public override string Name => "unknown_key";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        foreach (var file in context.Config.Loaded.Files)
        {
            foreach (var problem in Table(file.Root, context.Model.TopLevel, context, string.Empty))
            {
                yield return problem;
            }
        }

        foreach (var plugin in context.Model.Plugins.Values)
        {
            if (context.Config.Section(plugin.Id) is { } section)
            {
                foreach (var problem in Table(section, plugin.Schema, context, plugin.Id))
                {
                    yield return problem;
                }
            }
        }
    }

    private IEnumerable<ConfigProblem> Table(ConfigNode table, KeySchema schema, RuleContext context, string plugin)
    {
        foreach (var (name, value) in table.Children)
        {
            if (schema.KeyFor(name, context.Release) is { } known)
            {
                foreach (var problem in Value(value, schema.Children[known], context, plugin))
                {
                    yield return problem;
                }
            }
            else if (MovedKeys.Covers(context.Release, plugin, name))
            {
                continue; // Reported with the place where it belongs.
            }
            else
            {
                var hint = Spelling.Hint(name, schema.Children.Keys);
                yield return Warning(value.KeyAt, $"{context.Daemon} does not know the key {name} here and ignores it", hint.Length > 0 ? hint : "Remove it, or look for the table where it belongs.");
            }
        }
    }

    private IEnumerable<ConfigProblem> Value(ConfigNode value, KeySchema schema, RuleContext context, string plugin) => schema.Type switch
    {
        KeyType.Table => Table(value, schema, context, plugin),
        KeyType.Map => value.Children.Values.SelectMany(child => Value(child, schema.Element!, context, plugin)),
        KeyType.Array => value.Items.SelectMany(item => Value(item, schema.Element!, context, plugin)),
        _ => [],
    };
}
