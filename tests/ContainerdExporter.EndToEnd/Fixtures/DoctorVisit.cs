using System.Text.RegularExpressions;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>What an operator reads who is logged in on a node and asks <c>doctor</c>, a process of its own beside the running exporter.</summary>
public sealed partial record DoctorVisit(int ExitCode, string Report)
{
    private const int Clean = 0;
    private const int Warnings = 1;
    private const int Critical = 2;

    /// <summary>What counts as old and as recent; how long to wait for an answer stays as it is in production.</summary>
    private static readonly string[] ScaledSettings = ["--runtime.", "--kernel-log.window", "--containerd.restart-window"];

    /// <summary>The alerts whose findings it shows, as it orders them.</summary>
    private IReadOnlyList<string> Alerts => [.. Headline().Matches(Report).Select(line => line.Groups["alert"].Value).Where(alert => !Machine.IsRightToSay(alert))];

    /// <param name="node">Where.</param>
    /// <param name="more">Flags besides.</param>
    public static async Task<DoctorVisit> AskAsync(TestNode node, params IEnumerable<string> more)
    {
        string[] flags = [.. Exporter.ScaledFlags.Where(flag => ScaledSettings.Any(setting => flag.StartsWith(setting, StringComparison.Ordinal)))];
        var result = await node.TryRunAsync([await PublishedExporter.PathAsync(), "doctor", .. flags, .. more]);
        Assert.True(result.Error.Length == 0, $"doctor complains: {result.Error}");
        return new DoctorVisit(result.ExitCode, result.Output);
    }

    /// <summary>The fault first, as the alert's cause and as bad as the alert, with its evidence and with the runbook's fix.</summary>
    public void AssertNames(string alert, string cause, string severity, IEnumerable<string> evidence)
    {
        Assert.True(Alerts.Contains(alert), $"doctor does not name {alert}:\n{Report}");
        Assert.True(Alerts[0] == alert, $"doctor names {Alerts[0]} before {alert}:\n{Report}");
        Assert.True(ExitCode == CodeOf(severity), $"doctor ends with {ExitCode}:\n{Report}");
        Assert.True(StateOf(cause) == severity, $"doctor calls {cause} {StateOf(cause)}:\n{Report}");
        Assert.All(evidence, words => Assert.Contains(words, Report, StringComparison.Ordinal));
        Assert.Contains("How to fix it:", Report, StringComparison.Ordinal);
    }

    /// <summary>Several faults at once, a page among them.</summary>
    public void AssertNamesAll(IEnumerable<string> alerts)
    {
        Assert.All(alerts, alert => Assert.True(Alerts.Contains(alert), $"doctor does not name {alert}:\n{Report}"));
        Assert.True(ExitCode == Critical, $"doctor ends with {ExitCode}:\n{Report}");
    }

    public void AssertClean()
    {
        Assert.True(Alerts.Count == 0, $"doctor finds on a healthy node:\n{Report}");
        Assert.True(ExitCode == (Headline().IsMatch(Report) ? Warnings : Clean), $"doctor ends with {ExitCode}:\n{Report}");
    }

    private static int CodeOf(string severity) => severity switch
    {
        "critical" => Critical,
        "warning" => Warnings,
        _ => Machine.CanProtectFromOom ? Clean : Warnings,
    };

    private string StateOf(string cause) => Regex.Match(Report, $@"^  {cause} +(?<state>\w+)$", RegexOptions.Multiline).Groups["state"].Value;

    [GeneratedRegex(@"^(critical|warning|info) (?<alert>Containerd\w+)( |$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Headline();
}
