using System.Text.RegularExpressions;

namespace ContainerdExporter.EndToEnd.Fixtures.Monitoring;

/// <summary>One matcher of an Alertmanager configuration: a label, an operator and a quoted value.</summary>
public static partial class LabelMatcher
{
    public static (string Label, Func<string, bool> Matches) Parse(string text)
    {
        var parts = Form().Match(text);
        Assert.True(parts.Success, $"not a matcher: {text}");
        var value = parts.Groups["value"].Value;
        var pattern = new Regex($"^(?:{value})$");
        return (parts.Groups["label"].Value, parts.Groups["operator"].Value switch
        {
            "=" => found => found == value,
            "!=" => found => found != value,
            "=~" => pattern.IsMatch,
            _ => found => !pattern.IsMatch(found),
        });
    }

    [GeneratedRegex("""^(?<label>\w+)(?<operator>=~|!~|!=|=)"(?<value>[^"]*)"$""")]
    private static partial Regex Form();
}
