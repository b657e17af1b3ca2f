namespace ContainerdExporter.Web.Config;

/// <summary>One value of a YAML document.</summary>
/// <param name="Line">Where it starts, from 1.</param>
internal abstract record YamlValue(long Line);

/// <param name="Text">As written, without quotes.</param>
/// <param name="IsPlain">Without quotes, so that it may be a number, a boolean or nothing.</param>
/// <param name="Line">Where it starts.</param>
internal sealed record YamlText(string Text, bool IsPlain, long Line) : YamlValue(Line)
{
    public bool IsNothing => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";
}

/// <param name="Items">In order.</param>
/// <param name="Line">Where it starts.</param>
internal sealed record YamlList(IReadOnlyList<YamlValue> Items, long Line) : YamlValue(Line);

/// <param name="Fields">By name, in order; no name twice.</param>
/// <param name="Line">Where it starts.</param>
internal sealed record YamlMap(IReadOnlyList<KeyValuePair<string, YamlValue>> Fields, long Line) : YamlValue(Line);
