using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ContainerdExporter.EndToEnd.Fixtures.Monitoring;

/// <summary>Our own rules and example configuration with every duration scaled down, and otherwise as they are shipped.</summary>
public static partial class ScaledYaml
{
    private static readonly string[] DurationKeys =
    [
        "for", "keep_firing_for", "interval", "group_wait", "group_interval", "repeat_interval", "resolve_timeout",
    ];

    public static YamlNode Load(string path)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(path)));
        var root = yaml.Documents[0].RootNode;
        ScaleDown(root);
        return root;
    }

    public static void Save(YamlNode root, string path)
    {
        using var writer = File.CreateText(path);
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);
    }

    /// <summary>A PromQL expression: its ranges, subqueries and offsets, and the horizons of forecasts, which are written N * 3600.</summary>
    public static string ScaleExpression(string expression)
    {
        var scaled = Range().Replace(expression, range => Duration().Replace(range.Value, each => Scaled(each.Value)));
        return Horizon().Replace(scaled, horizon => $"{horizon.Value} / {Scale.Factor}");
    }

    private static void ScaleDown(YamlNode node)
    {
        if (node is YamlSequenceNode sequence)
        {
            foreach (var child in sequence)
            {
                ScaleDown(child);
            }
        }
        else if (node is YamlMappingNode mapping)
        {
            foreach (var (key, value) in mapping.Children)
            {
                if (value is not YamlScalarNode scalar)
                {
                    ScaleDown(value);
                }
                else if (key.ToString() == "expr")
                {
                    scalar.Value = ScaleExpression(scalar.Value!);
                }
                else if (DurationKeys.Contains(key.ToString()))
                {
                    scalar.Value = Scaled(scalar.Value!);
                }
            }
        }
    }

    private static string Scaled(string duration)
    {
        var match = Duration().Match(duration);
        if (match.Length != duration.Length)
        {
            throw new FormatException($"'{duration}' is not one number with one unit");
        }

        var number = int.Parse(match.Groups["number"].Value);
        var real = match.Groups["unit"].Value switch
        {
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
        return Scale.Text(Scale.Down(real));
    }

    [GeneratedRegex(@"(?<number>\d+)(?<unit>[smhd])", RegexOptions.ExplicitCapture)]
    private static partial Regex Duration();

    [GeneratedRegex(@"\[[^\]]+\]|\boffset\s+\d+[smhd]\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Range();

    [GeneratedRegex(@"\d+ \* 3600", RegexOptions.ExplicitCapture)]
    private static partial Regex Horizon();
}
