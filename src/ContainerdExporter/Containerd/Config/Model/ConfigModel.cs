using System.Collections.Concurrent;

namespace ContainerdExporter.Containerd.Config.Model;

/// <summary>What a release knows: keys, types, plugins. Read from <c>model.txt</c>, which says where each entry is from.</summary>
internal sealed class ConfigModel
{
    private const string RuncOptionsName = "runc options";

    private static readonly ConcurrentDictionary<ContainerdRelease, ConfigModel> Known = new();

    private static readonly Lazy<string[]> Lines = new(ReadLines);

    private readonly Dictionary<string, PluginModel> plugins = new(StringComparer.Ordinal);

    private ConfigModel()
    {
    }

    /// <summary>The last part of every key that any release knows.</summary>
    public static IEnumerable<string> LeafNames => Lines.Value
        .Where(line => line.Length > 0 && line[0] is not '#' and not '[')
        .Select(line => line.Split("  ", 2)[0].Split('.')[^1].Replace("[]", string.Empty, StringComparison.Ordinal))
        .Where(name => name != "*");

    /// <summary>Keys outside of plugins.</summary>
    public KeySchema TopLevel { get; } = new(KeyType.Table);

    /// <summary>The options of a handler of type <c>io.containerd.runc.v2</c>.</summary>
    public KeySchema RuncOptions { get; private set; } = new(KeyType.Table);

    public IReadOnlyDictionary<string, PluginModel> Plugins => plugins;

    /// <summary>The model of a release; of the nearest known line for one before or after those.</summary>
    public static ConfigModel Of(ContainerdRelease release)
    {
        var nearest = release > ContainerdRelease.Newest ? ContainerdRelease.Newest
            : release < ContainerdRelease.Oldest ? ContainerdRelease.Oldest
            : release;
        return Known.GetOrAdd(nearest, Build);
    }

    private static ConfigModel Build(ContainerdRelease release)
    {
        var model = new ConfigModel();
        KeySchema? section = null;
        foreach (var line in Lines.Value)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[')
            {
                section = model.Open(line, release);
                continue;
            }

            var fields = line.Split("  ", 3);
            if (section is not null && Includes(fields[2], release))
            {
                section.Add(fields[0], fields[1]);
            }
        }

        return model;
    }

    /// <summary>Opens the section of a header line; null when the release does not have it.</summary>
    private KeySchema? Open(string line, ContainerdRelease release)
    {
        var end = line.IndexOf(']', StringComparison.Ordinal);
        var id = line[1..end];
        var fields = line[(end + 2)..].Split(' ', 3);
        if (!Includes(fields[0], release))
        {
            return null;
        }

        switch (id)
        {
            case "":
                return TopLevel;
            case RuncOptionsName:
                return RuncOptions;
            default:
                var schema = new KeySchema(KeyType.Table);
                var fail = fields[1] == "-" ? [] : fields[1].Split(',').Select(FullId).ToArray();
                plugins.Add(id, new PluginModel(id, schema, fail, fail.Contains(PluginIds.Cri)));
                return schema;
        }
    }

    private static string FullId(string name) => name == "cri" ? PluginIds.Cri : PluginModel.Prefix + name;

    /// <summary><c>1.6-</c>, <c>2.1</c>, <c>1.7.23-</c>, <c>1.6.32-1.6,1.7.17-</c>.</summary>
    private static bool Includes(string ranges, ContainerdRelease release) =>
        ranges.Split(',').Any(range =>
        {
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            var first = ContainerdRelease.Parse(dash < 0 ? range : range[..dash])!.Value;
            var last = dash == range.Length - 1 ? ContainerdRelease.Newest : ContainerdRelease.Parse(range[(dash + 1)..])!.Value;
            return release >= first && (release.Major, release.Minor).CompareTo((last.Major, last.Minor)) <= 0;
        });

    private static string[] ReadLines()
    {
        using var stream = typeof(ConfigModel).Assembly.GetManifestResourceStream("containerd-config-model.txt")
            ?? throw new InvalidOperationException("the model of the configuration is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n');
    }
}
