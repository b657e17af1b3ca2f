using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Files;

/// <summary>Outside of plugins an empty string, 0 or false never replaces a value of an earlier file or containerd's own default.</summary>
internal sealed class ZeroValueRule : ConfigRule
{
    /// <summary>Settings whose default is no zero value (defaults/defaults.go); for the others a zero value says what holds anyway.</summary>
    private static readonly string[][] NonZeroDefaults =
        [["root"], ["state"], ["grpc", "address"], ["grpc", "max_recv_message_size"], ["grpc", "max_send_message_size"]];

    public override string Name => "zero_value";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        var files = context.Config.Loaded.Files;
        for (var i = 0; i < files.Count; i++)
        {
            foreach (var (path, value) in Settings(context, files[i]).Where(setting => setting.Value.IsZero))
            {
                var earlier = files.Take(i).Any(file => file.Root.Find(path) is { IsZero: false });
                if (earlier || NonZeroDefaults.Any(path.SequenceEqual))
                {
                    yield return Warning(
                        value.At,
                        $"an empty value does not replace {(earlier ? "that of an earlier file" : "containerd's default")}",
                        "Write the value that should hold, or remove the line.");
                }
            }
        }
    }

    private static IEnumerable<(string[] Path, ConfigNode Value)> Settings(RuleContext context, ConfigFile file)
    {
        foreach (var (name, value) in file.Root.Children)
        {
            if (value.Kind != ConfigKind.Table)
            {
                if (value.Kind is not ConfigKind.Array && context.Model.TopLevel.Children.ContainsKey(name))
                {
                    yield return ([name], value);
                }
            }
            else if (context.Model.TopLevel.Children.GetValueOrDefault(name) is { Type: KeyType.Table })
            {
                foreach (var (key, inner) in value.Children)
                {
                    yield return ([name, key], inner);
                }
            }
        }
    }
}
