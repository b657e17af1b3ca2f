using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>A runc handler's options are decoded when a pod starts, so mistakes show there: a wrong kind fails each pod, an unknown key is ignored.</summary>
internal sealed class RuncOptionsRule : ConfigRule
{
    public override string Name => "runtime_options";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        foreach (var (handler, table) in context.Cri.Handlers.Where(_ => context.Cri.IsEnabled))
        {
            if (table.Child("runtime_type") is not { Text: "io.containerd.runc.v2" or "io.containerd.runc.v1" })
            {
                continue;
            }

            foreach (var (name, value) in table.Child("options")?.Children ?? ConfigNode.NoChildren)
            {
                if (Judge(context, handler, name, value) is { } problem)
                {
                    yield return problem;
                }
            }
        }
    }

    private ConfigProblem? Judge(RuleContext context, string handler, string name, ConfigNode value)
    {
        var known = context.Model.RuncOptions;
        if (known.KeyFor(name, context.Release) is not { } key)
        {
            return value.IsZero && ConfigModel.Of(new ContainerdRelease(1, 7, 34)).RuncOptions.Children.ContainsKey(name)
                ? null // CriuPath = "" in the default configuration of 1.x.
                : Warning(value.KeyAt, $"runc has no option {name}; it is ignored", Hint(name, known));
        }

        var schema = known.Children[key];
        var fits = (schema.Type, value.Kind) is (KeyType.String, ConfigKind.String) or (KeyType.Boolean, ConfigKind.Boolean) or (KeyType.Integer, ConfigKind.Integer);
        return fits ? null : Warning(value.At, $"{name} must be {schema.Name}: each pod of handler {handler} fails", value.Kind == ConfigKind.String ? "Remove the quotes." : $"Write {schema.Name}.");
    }

    private static string Hint(string name, KeySchema known)
    {
        var hint = Spelling.Hint(name, known.Children.Keys);
        return hint.Length > 0 ? hint : "Remove it; the runtime's own settings belong to its own configuration.";
    }
}
