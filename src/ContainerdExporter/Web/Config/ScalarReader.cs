using System.Buffers;
using System.Globalization;

namespace ContainerdExporter.Web.Config;

/// <summary>Text, numbers, switches and durations, as Go's yaml.v2 takes them.</summary>
internal static class ScalarReader
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Nanoseconds)[] Units =
        [("ns", 1), ("us", 1e3), ("µs", 1e3), ("μs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9)];

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

        var rest = text.Text.AsSpan();
        var sign = rest.StartsWith("-") ? -1 : 1;
        rest = rest.TrimStart("+-");
        var total = rest.IsEmpty ? double.NaN : 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                throw Wrong(name, value, "a duration like 1s");
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny(NumberCharacters);
            var unit = (letters < 0 ? rest : rest[..letters]).ToString();
            total += number * Units.FirstOrDefault(each => each.Unit == unit, (Unit: unit, Nanoseconds: double.NaN)).Nanoseconds;
            rest = rest[unit.Length..];
        }

        return total is >= 0 and < 9.2e18 ? TimeSpan.FromTicks(sign * (long)(total / TimeSpan.NanosecondsPerTick)) : throw Wrong(name, value, "a duration like 1s");
    }

    /// <summary>Never with the value: it may be a secret at a wrong place.</summary>
    public static WebConfigException Wrong(string name, YamlValue value, string wanted) => new($"line {value.Line}: {name} must be {wanted}");
}
