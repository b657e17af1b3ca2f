using System.Text.Json;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>A handler's base_runtime_spec is read when CRI loads: it must be a JSON object.</summary>
internal sealed class BaseSpecRule : ConfigRule
{
    private const int SizeLimit = 1 << 20;

    public override string Name => "base_runtime_spec";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        foreach (var (_, table) in context.Cri.Handlers.Where(_ => context.Cri.IsEnabled))
        {
            if (table.Child("base_runtime_spec") is { Text: { Length: > 0 } path } node && Mistake(context, path) is { } mistake)
            {
                yield return Degraded(node.At, $"CRI cannot load: {path} {mistake}", "Make the file with \"ctr oci spec\", or remove the line.");
            }
        }
    }

    private static string? Mistake(RuleContext context, string path)
    {
        var kind = context.Files.Stamp(path).Kind;
        if (kind != PathKind.File)
        {
            return kind == PathKind.Denied ? null : "does not exist";
        }

        if (context.Files.Read(path, SizeLimit) is not { } bytes)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(bytes); // Go stops behind the first value, so what follows does not matter.
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return "is no JSON object";
            }

            reader.Skip();
            return null;
        }
        catch (JsonException)
        {
            return "is no JSON";
        }
    }
}
