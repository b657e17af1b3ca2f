using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Server;

/// <summary>A stream processor runs a program for layers of certain media types; a missing one fails those pulls. The built-in decoders are optional.</summary>
internal sealed class StreamProcessorRule : ConfigRule
{
    private const string BuiltIn = "io.containerd.ocicrypt.decoder.v1.";

    public override string Name => "stream_processor";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        foreach (var (name, table) in context.Top("stream_processors")?.Children ?? ConfigNode.NoChildren)
        {
            if (name.StartsWith(BuiltIn, StringComparison.Ordinal) || table.Kind != ConfigKind.Table)
            {
                continue;
            }

            if (table.Child("path") is not { Text: { Length: > 0 } path } node)
            {
                yield return Warning(table.KeyAt, $"{name} names no program", "Write the program's path.");
            }
            else if (context.FindProgram(path) is null)
            {
                yield return Warning(node.At, $"the program {path} is not there: pulls of {name}'s layers fail", "Install it, or correct the path.");
            }
        }
    }
}
