using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Keys;

/// <summary>A known key holds a value that the release cannot decode. Every such value stops the start, in plugins that run too.</summary>
internal sealed class TypeRule : ConfigRule
{
    public override string Name => "type";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        // Each file is decoded for itself, before anything is merged.
        foreach (var file in context.Config.Loaded.Files)
        {
            foreach (var problem in Table(file.Root, context.Model.TopLevel, context))
            {
                yield return problem;
            }

            // In 1.x a section must be a table even when nobody decodes it.
            foreach (var (name, section) in file.Root.Child("plugins")?.Children ?? ConfigNode.NoChildren)
            {
                if (section.Kind != ConfigKind.Table && (context.Release.IsV1 || context.IsLoaded(name)))
                {
                    yield return Fatal(section.At, $"the section of {name} must be a table, not {section.KindName}", "Write it as [plugins.\"...\"].");
                }
            }
        }

        var misfits = context.Config.Migrations.SelectMany(migration => migration.Misfits).ToList();
        foreach (var misfit in misfits)
        {
            yield return Fatal(misfit.Value.At, $"this must be {misfit.Expected}, not {misfit.Value.KindName}", $"{context.Daemon} ends in a panic when it migrates the section.");
        }

        foreach (var plugin in context.Model.Plugins.Values.Where(plugin => context.IsLoaded(plugin.Id)))
        {
            if (context.Config.Section(plugin.Id) is { } section)
            {
                foreach (var problem in Table(section, plugin.Schema, context).Where(problem => !misfits.Any(misfit => misfit.Value.At == problem.At)))
                {
                    yield return problem;
                }
            }
        }
    }

    private IEnumerable<ConfigProblem> Table(ConfigNode table, KeySchema schema, RuleContext context)
    {
        foreach (var (name, value) in table.Children)
        {
            if (schema.KeyFor(name, context.Release) is { } known)
            {
                foreach (var problem in Value(value, schema.Children[known], context))
                {
                    yield return problem;
                }
            }
        }
    }

    private IEnumerable<ConfigProblem> Value(ConfigNode value, KeySchema schema, RuleContext context)
    {
        if (!Fits(value, schema, context.Release))
        {
            return [Fatal(value.At, $"this must be {schema.Name}, not {Described(value, schema)}", Fix(value, schema))];
        }

        return schema.Type switch
        {
            KeyType.Table => Table(value, schema, context),
            KeyType.Map => value.Children.Values.SelectMany(child => Value(child, schema.Element!, context)),
            KeyType.Array => value.Items.SelectMany(item => Value(item, schema.Element!, context)),
            _ => [],
        };
    }

    private static bool Fits(ConfigNode value, KeySchema schema, ContainerdRelease release) => schema.Type switch
    {
        KeyType.Any => true,
        KeyType.Table or KeyType.Map => value.Kind == ConfigKind.Table,
        KeyType.String => value.Kind == ConfigKind.String,
        KeyType.Integer => value.Kind == ConfigKind.Integer,
        KeyType.Boolean => value.Kind == ConfigKind.Boolean,
        KeyType.Float => value.Kind == ConfigKind.Float || (value.Kind == ConfigKind.Integer && !release.IsV1),
        KeyType.Duration => value.Kind == ConfigKind.String
            ? GoDuration.IsValid(value.Text)
            : value.Kind == ConfigKind.Integer && (!release.IsV1 || value.IsZero),
        KeyType.Array => value.Kind == ConfigKind.Array || (value.Kind == ConfigKind.TableArray && schema.Element!.Type != KeyType.String),
        _ => false,
    };

    private static string Described(ConfigNode value, KeySchema schema) =>
        schema.Type == KeyType.Duration && value.Kind == ConfigKind.String ? "this text" : value.KindName;

    private static string Fix(ConfigNode value, KeySchema schema) => (value.Kind, schema.Type) switch
    {
        (ConfigKind.String, KeyType.Integer or KeyType.Float or KeyType.Boolean) => "Remove the quotes.",
        (_, KeyType.String) when value.Kind is ConfigKind.Integer or ConfigKind.Float or ConfigKind.Boolean => "Put the value in quotes.",
        (ConfigKind.String, KeyType.Array) => "Put the value in brackets: [\"...\"].",
        (_, KeyType.Duration) => "Write a number with a unit: \"500ms\", \"10s\", \"1h30m\".",
        _ => $"Write {schema.Name}.",
    };
}
