using System.Text.RegularExpressions;
using ContainerdExporter.Knowledge;

namespace ContainerdExporter.Tests.Knowledge;

public sealed partial class RunbookTextTests
{
    private const string Example = """
        # X

        ## Confirm

        ```bash
        A=/run/containerd/containerd.sock   # the alert's address
        U=containerd
        F=/etc/x
        look "$A"
        ```

        ## Fix

        1. **safe** · Read [the other](ContainerdDown.md) and `code`.

           | it says | then |
           |---|---|
           | `a \| b` | do **this** |

           ```bash
           F=/tmp/own
           systemctl restart "$U"; cat "$F" | grep '**'
           ```

        ## Verify

        end
        """;

    /// <summary>awk's own, and the operator's.</summary>
    private static readonly string[] NotOurs = ["NF", "EDITOR"];

    public static TheoryData<string> Alerts => [.. Runbooks.Load().All.Select(runbook => runbook.Alert)];

    [Fact]
    public void Fix_Example_IsPlainTextWithTheVariablesThatItUses() => Assert.Equal(
        """
        U=containerd

        1. safe · Read the other and `code`.

           it says  ->  then
           `a \| b`  ->  do this

           F=/tmp/own
           systemctl restart "$U"; cat "$F" | grep '**'
        """.ReplaceLineEndings("\n"),
        RunbookText.Fix(new Runbook("X", Example.ReplaceLineEndings("\n"))));

    [Fact]
    public void Fix_NoSuchSection_IsEmpty() => Assert.Equal(string.Empty, RunbookText.Fix(new Runbook("X", "# X\n\n## Confirm\n\nA=1\n")));

    /// <summary>An operator pastes one of these commands: what it stands on must be there too.</summary>
    [Theory]
    [MemberData(nameof(Alerts))]
    public void Fix_OfEveryRunbook_SetsEveryVariableThatItUses(string alert)
    {
        var text = RunbookText.Fix(Runbooks.Load().Find(alert)!);
        var set = Set().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], Used().Matches(text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).Where(name => !set.Contains(name) && !NotOurs.Contains(name)));
        Assert.DoesNotContain("```", text, StringComparison.Ordinal);
        Assert.DoesNotContain(".md)", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?<![\\$\w])\$\{?(?<name>[A-Z]+)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Used();

    [GeneratedRegex(@"(^|[ ;(])(?<name>[A-Z]+)=|for (?<name>[A-Z]+) in|read (-r )?(?<name>[A-Z]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Set();
}
