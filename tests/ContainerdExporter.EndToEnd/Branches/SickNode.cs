using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Branches;

/// <summary>
/// A node that falls sick and is healed by one branch of a runbook, with the exporter's own findings for a witness. Who is notified of an
/// alert is for the fault tests; each of them takes one branch of its runbook, and here are the others.
/// </summary>
internal sealed class SickNode : IAsyncDisposable
{
    /// <summary>Several looks of the exporter, on a busy machine.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly string alert;
    private RunbookReader? reader;
    private string found = string.Empty;

    private SickNode(TestNode node, string alert)
    {
        Node = node;
        this.alert = alert;
    }

    public TestNode Node { get; }

    /// <summary>What the runbook leaves to its reader to fill in, and what the reader puts there.</summary>
    public IDictionary<string, string> Blanks { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <param name="alert">Whose runbook.</param>
    /// <param name="prepare">Changes the bare node before it is started.</param>
    /// <param name="flags">Of the exporter.</param>
    public static async Task<SickNode> StartAsync(string alert, Func<TestNode, Task>? prepare = null, params string[] flags) =>
        new(await HealthyNode.StartAsync(prepare: prepare, flags: flags), alert);

    /// <summary>Makes the fault, until the exporter finds it and Confirm shows what the runbook promises, which it did not before.</summary>
    public async Task FallAsync(Func<Task> inject, params Promise[] confirmed)
    {
        await IsHealthyAsync();
        await AssertConfirmsNothingAsync(confirmed);
        await inject();
        await Eventually.HoldsAsync($"{alert} is found", Soon, () => HasAsync(findings => findings.All.Any(finding => finding.Alert == alert)), Report);
        await AssertConfirmsAsync(confirmed);
    }

    /// <summary>Repairs it, until the exporter finds nothing and Verify shows what the runbook promises, which it did not before.</summary>
    public async Task HealAsync(Func<Task> repair, params Promise[] verified)
    {
        await reader!.AssertDoesNotVerifyAsync(verified);
        await repair();
        await IsHealthyAsync();
        await reader.AssertVerifiesAsync(verified);
    }

    public Task IsHealthyAsync() => Eventually.HoldsAsync("nothing is found any more", Soon, () => HasAsync(findings => findings.All.Count == 0), Report);

    public async Task AssertConfirmsNothingAsync(params Promise[] promises)
    {
        await using var before = await RunbookReader.OpenAsync(Node, alert, Blanks);
        await before.AssertConfirmsNothingAsync(promises);
    }

    /// <summary>In the shell in which the rest of the runbook is typed.</summary>
    public async Task AssertConfirmsAsync(params Promise[] promises)
    {
        await (reader?.DisposeAsync() ?? ValueTask.CompletedTask);
        reader = await RunbookReader.OpenAsync(Node, alert, Blanks);
        await reader.AssertConfirmsAsync(promises);
    }

    /// <summary>A step of the runbook's Fix, and what it prints; see <see cref="RunbookReader.FixAsync"/>.</summary>
    public async Task<string> FixAsync(int number, string? of = null, bool isToSucceed = true)
    {
        var printed = await reader!.FixAsync(number, of, isToSucceed: isToSucceed);
        Node.Containerd.Rejoin();
        return printed;
    }

    /// <summary>What the runbook says in words, or what its reader knows of the node.</summary>
    public Task TypeAsync(string script) => reader!.TypeAsync(script);

    public async ValueTask DisposeAsync()
    {
        await (reader?.DisposeAsync() ?? ValueTask.CompletedTask);

        await Node.Exporter.EndAllAsync();
        await Node.DisposeAsync();
    }

    private async Task<bool> HasAsync(Func<Findings, bool> condition)
    {
        var findings = await Findings.OfAsync(Node);
        found = findings.ToString();
        return condition(findings);
    }

    private string Report() => $"found:\n{found}\n== containerd\n{Tail(Node.Containerd.Log)}\n== exporter\n{Tail(Node.Exporter.Log)}";

    private static string Tail(string log) => string.Join('\n', log.Split('\n').TakeLast(30));
}
