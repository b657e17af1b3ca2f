using System.Globalization;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Web.Config;

/// <summary>Text, numbers, switches and durations, as Go's yaml.v2 takes them.</summary>
internal static class ScalarReader
{
    /// <summary>Any scalar; nothing is the empty text.</summary>
    public static string Text(string name, YamlValue value) => value switch
    {
        YamlText { IsNothing: true } => string.Empty,
        YamlText text => text.Text,
        _ => throw Wrong(name, value, "text"),
    };

    /// <summary>With the words of YAML 1.1.</summary>
    public static bool Switch(string name, YamlValue value) => value is YamlText { IsPlain: true } text
        ? text.Text switch
        {
            "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "true" or "True" or "TRUE" => true,
            "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "false" or "False" or "FALSE" => false,
            _ => throw Wrong(name, value, "true or false"),
        }
        : throw Wrong(name, value, "true or false");

    public static int Number(string name, YamlValue value) =>
        value is YamlText { IsPlain: true } text && int.TryParse(text.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(name, value, "a whole number");

    /// <summary>As Go writes it, <c>1m30s</c>, or a number of nanoseconds.</summary>
    public static TimeSpan Duration(string name, YamlValue value)
    {
        if (value is not YamlText text)
        {
            throw Wrong(name, value, "a duration like 1s");
        }

        if (text.IsPlain && long.TryParse(text.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var nanoseconds))
        {
            return TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        }

        return GoDuration.TryParse(text.Text, out var duration) ? duration : throw Wrong(name, value, "a duration like 1s");
    }

    /// <summary>Never with the value: it may be a secret at a wrong place.</summary>
    public static WebConfigException Wrong(string name, YamlValue value, string wanted) => new($"line {value.Line}: {name} must be {wanted}");
}
