using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.Knowledge;

namespace ContainerdExporter.EndToEnd.RunbookShell;

/// <summary>Somebody on a node with the runbook of one alert, who types its scripts as they stand there, into one shell.</summary>
public sealed class RunbookReader : IAsyncDisposable
{
    private readonly OperatorShell shell;
    private readonly string alert;
    private readonly IDictionary<string, string> blanks;

    private RunbookReader(OperatorShell shell, string alert, IDictionary<string, string> blanks)
    {
        this.shell = shell;
        this.alert = alert;
        this.blanks = blanks;
    }

    /// <param name="node">Where.</param>
    /// <param name="alert">Whose runbook.</param>
    /// <param name="blanks">What the text leaves to its reader to fill in, and what the reader puts there.</param>
    public static async Task<RunbookReader> OpenAsync(TestNode node, string alert, IDictionary<string, string>? blanks = null) =>
        new(await OperatorShell.OpenAsync(node), alert, blanks ?? new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>What the text promises of Confirm, on the sick node.</summary>
    public async Task AssertConfirmsAsync(IReadOnlyList<Promise> promises)
    {
        AssertKept(promises, await ConfirmAsync());
        TypedSteps.Note(alert, "Confirm");
        TypedSteps.Note(alert, "Decide");
    }

    /// <summary>None of what it promises of a sick node is so on a healthy one.</summary>
    public async Task AssertConfirmsNothingAsync(IReadOnlyList<Promise> promises)
    {
        var printed = await ConfirmAsync();
        Assert.All(promises, promise => Assert.False(IsKept(promise, printed), $"a healthy node shows {promise} in\n{printed}"));
    }

    /// <summary>What the text promises of Verify, after the repair.</summary>
    public async Task AssertVerifiesAsync(IReadOnlyList<Promise> promises)
    {
        AssertKept(promises, await VerifyAsync());
        TypedSteps.Note(alert, "Verify");
    }

    /// <summary>The sick node does not pass for a repaired one.</summary>
    public async Task AssertDoesNotVerifyAsync(IReadOnlyList<Promise> promises)
    {
        var printed = await VerifyAsync();
        Assert.False(promises.All(promise => IsKept(promise, printed)), $"the sick node passes Verify of {alert}:\n{printed}");
    }

    /// <summary>One step of Fix, and what it prints; its last command must succeed.</summary>
    /// <param name="number">As it is numbered.</param>
    /// <param name="of">Whose, if this runbook sends its reader to another one.</param>
    /// <param name="part">Which of the step's scripts; all of them unless said.</param>
    /// <param name="isToSucceed">Whether its last command must.</param>
    public async Task<string> FixAsync(int number, string? of = null, int? part = null, bool isToSucceed = true)
    {
        var step = Regex.Match(Text(of ?? alert).Section("Fix"), $@"^{number}\. .*?(?=^\d+\. |\z)", RegexOptions.Multiline | RegexOptions.Singleline).Value;
        var scripts = RunbookCommand.BlocksOf(step).ToList();
        Assert.True(scripts.Count > (part ?? 0), $"fix {number} of {of ?? alert} has no such script");
        var result = await TypeAsync(of ?? alert, part is { } one ? scripts[one] : string.Join('\n', scripts));
        Assert.True(!isToSucceed || result.ExitCode == 0, $"fix {number} of {of ?? alert} ended with {result.ExitCode}\n{result.CommandLine}\n{Printed(result)}");
        for (var script = 0; script < scripts.Count; script++)
        {
            if (script == (part ?? script))
            {
                TypedSteps.Note(of ?? alert, $"Fix {number}/{script + 1}");
            }
        }

        return Printed(result);
    }

    /// <summary>What does not stand in the runbook.</summary>
    public async Task TypeAsync(string script) => (await shell.TypeAsync(script)).OrThrow();

    public ValueTask DisposeAsync() => shell.DisposeAsync();

    private static Runbook Text(string alert) => Runbooks.Load().Find(alert)!;

    private static string Scripts(string alert, string section) => string.Join('\n', RunbookCommand.BlocksOf(Text(alert).Section(section)));

    /// <summary>All that is printed on the way to a decision.</summary>
    private async Task<string> ConfirmAsync() => Printed(await TypeAsync(alert, Scripts(alert, "Confirm"))) + Printed(await TypeAsync(alert, Scripts(alert, "Decide")));

    private async Task<string> VerifyAsync() => Printed(await TypeAsync(alert, Scripts(alert, "Verify")));

    private void AssertKept(IReadOnlyList<Promise> promises, string printed)
    {
        Assert.NotEmpty(promises);
        Assert.All(promises, promise => Assert.True(IsKept(promise, printed), $"{alert}: not so is {promise} in\n{printed}"));
    }

    /// <summary>A promise that the text does not make cannot be kept.</summary>
    private bool IsKept(Promise promise, string printed)
    {
        var sections = string.Concat(new[] { "Confirm", "Decide", "Verify" }.Select(Text(alert).Section));
        Assert.True(sections.Contains(promise.Words, StringComparison.Ordinal), $"the runbook of {alert} does not say: {promise.Words}");
        return promise.IsKeptBy(printed);
    }

    private async Task<CommandResult> TypeAsync(string of, string script)
    {
        foreach (var (blank, value) in blanks)
        {
            Assert.True(of != alert || Text(alert).Markdown.Contains(blank, StringComparison.Ordinal), $"the runbook of {alert} has no '{blank}' to fill in");
            script = script.Replace(blank, value, StringComparison.Ordinal);
        }

        var result = await shell.TypeAsync(script);
        Assert.Equal([], RunbookCommandTests.MisuseIn(result.Error));
        return result;
    }

    private static string Printed(CommandResult result) => result.Output + result.Error;
}
