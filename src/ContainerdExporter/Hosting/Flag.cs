using System.CommandLine;
using System.CommandLine.Parsing;

namespace ContainerdExporter.Hosting;

/// <summary>
/// A flag that is also an environment variable: <c>--web.listen-address</c> and <c>CONTAINERD_EXPORTER_WEB_LISTEN_ADDRESS</c>.
/// The flag wins; both are parsed, and refused, by the same function.
/// </summary>
internal static class Flag
{
    private const string EnvironmentPrefix = "CONTAINERD_EXPORTER_";

    public static string EnvironmentName(string flag) =>
        EnvironmentPrefix + flag.TrimStart('-').Replace('.', '_').Replace('-', '_').ToUpperInvariant();

    /// <summary>A flag with one value. The parser throws <see cref="FormatException"/> to refuse it.</summary>
    public static Option<T> Of<T>(string name, string description, string placeholder, T otherwise, Func<string, T> parse) => new(name)
    {
        Description = description,
        HelpName = placeholder,
        CustomParser = result => Parse(name, result, result.Tokens[0].Value, parse, otherwise),
        DefaultValueFactory = result => Environment(name) is { } text ? Parse(name, result, text, parse, otherwise) : otherwise,
    };

    /// <summary>A flag that may be given several times; its environment variable separates the values with commas.</summary>
    public static Option<IReadOnlyList<T>> ListOf<T>(string name, string description, string placeholder, IReadOnlyList<T> otherwise, Func<string, T> parse) => new(name)
    {
        Description = $"{description} (repeatable)",
        HelpName = placeholder,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => ParseAll(name, result, result.Tokens.Select(token => token.Value), parse, otherwise),
        DefaultValueFactory = result => Environment(name) is { } text
            ? ParseAll(name, result, text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), parse, otherwise)
            : otherwise,
    };

    /// <summary>A switch; its environment variable says true or false.</summary>
    public static Option<bool> Switch(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.Zero,
        DefaultValueFactory = result => Environment(name) is { } text && Parse(name, result, text, ParseBool, otherwise: false),
    };

    private static string? Environment(string name) =>
        System.Environment.GetEnvironmentVariable(EnvironmentName(name)) is { Length: > 0 } text ? text : null;

    private static IReadOnlyList<T> ParseAll<T>(string name, ArgumentResult result, IEnumerable<string> texts, Func<string, T> parse, IReadOnlyList<T> otherwise)
    {
        try
        {
            return [.. texts.Select(parse)];
        }
        catch (FormatException e)
        {
            result.AddError($"{name}: {e.Message}");
            return otherwise;
        }
    }

    private static T Parse<T>(string name, ArgumentResult result, string text, Func<string, T> parse, T otherwise) =>
        ParseAll(name, result, [text], parse, [otherwise])[0];

    private static bool ParseBool(string text) => text.ToLowerInvariant() switch
    {
        "true" or "1" or "yes" => true,
        "false" or "0" or "no" => false,
        _ => throw new FormatException($"'{text}' is neither true nor false"),
    };
}
