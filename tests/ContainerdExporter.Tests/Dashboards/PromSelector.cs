using System.Text.RegularExpressions;

namespace ContainerdExporter.Tests.Dashboards;

/// <summary>A selector of a PromQL expression: <c>function(metric{matchers}[range])</c>.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Matchers">As written, without spaces: <c>label=~"value"</c>.</param>
/// <param name="Range">What stands in the brackets, or nothing.</param>
/// <param name="Function">The function whose argument it is, or nothing.</param>
internal sealed partial record PromSelector(string Metric, IReadOnlyList<string> Matchers, string Range, string Function)
{
    private static readonly HashSet<string> Words = new(["and", "or", "unless", "bool", "offset"], StringComparer.Ordinal);

    private static readonly HashSet<string> LabelLists = new(["by", "without", "on", "ignoring", "group_left", "group_right"], StringComparer.Ordinal);

    public static IReadOnlyList<PromSelector> Of(string expression) => [.. Read([.. Token().Matches(expression).Select(match => match.Value)])];

    private static IEnumerable<PromSelector> Read(IReadOnlyList<string> tokens)
    {
        string At(int i) => i < tokens.Count ? tokens[i] : string.Empty;
        int Skip(int i, string end) => Enumerable.Range(i, tokens.Count - i).First(each => tokens[each] == end) + 1;

        var functions = new Stack<string>();
        for (var i = 0; i < tokens.Count;)
        {
            var token = tokens[i];
            if (LabelLists.Contains(token))
            {
                i = Skip(i, ")");
            }
            else if (token is "(" || At(i + 1) is "(")
            {
                functions.Push(token is "(" ? string.Empty : token);
                i += token is "(" ? 1 : 2;
            }
            else if (token is ")")
            {
                functions.Pop();
                i++;
            }
            else if (!char.IsLetter(token[0]) || Words.Contains(token) || At(i + 1) is "by" or "without")
            {
                i++;
            }
            else
            {
                var next = At(i + 1) == "{" ? Skip(i, "}") : i + 1;
                var matchers = string.Concat(tokens.Skip(i + 2).Take(Math.Max(0, next - i - 3)));
                var end = At(next) == "[" ? Skip(next, "]") : next;
                var range = string.Concat(tokens.Skip(next + 1).Take(Math.Max(0, end - next - 2)));
                yield return new PromSelector(token, [.. Matcher().Matches(matchers).Select(match => match.Value)], range, functions.TryPeek(out var function) ? function : string.Empty);
                i = end;
            }
        }
    }

    /// <summary>Strings, names (also of the dashboard's variables), numbers, and single signs.</summary>
    [GeneratedRegex("""
        "[^"]*"|\$?[A-Za-z_][\w:]*|[\d.]+[smhd]?|=~|!~|!=|\S
        """, RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex("""\w+(=~|!~|!=|=)"[^"]*" """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Matcher();
}
