using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ContainerdExporter.EndToEnd.Alerting;

/// <summary>One input series of a rule test.</summary>
/// <param name="Text">As written: <c>name{label="value"}</c>.</param>
/// <param name="Values">Its samples, one word each.</param>
public sealed partial record Series(string Text, IReadOnlyList<string> Values)
{
    public bool IsCounter => Text[..Text.IndexOf('{')].EndsWith("_total", StringComparison.Ordinal);

    public string Instance
    {
        get => InstanceLabel().Match(Text).Groups["value"].Value;
        init => Text = InstanceLabel().Replace(Text, $"instance=\"{value}\"");
    }

    /// <summary>Null where it has none.</summary>
    public string? Address
    {
        get => AddressLabel().Match(Text) is { Success: true } match ? match.Groups["value"].Value : null;
        init => Text = AddressLabel().Replace(Text, $"address=\"{value}\"");
    }

    public static Series Of(YamlNode node) => new(node["series"].ToString(), SampleNotation.Expand(node["values"].ToString()));

    public YamlMappingNode ToYaml() => new("series", Text, "values", string.Join(' ', Values));

    [GeneratedRegex("instance=\"(?<value>[^\"]*)\"")]
    private static partial Regex InstanceLabel();

    [GeneratedRegex("address=\"(?<value>[^\"]*)\"")]
    private static partial Regex AddressLabel();
}
