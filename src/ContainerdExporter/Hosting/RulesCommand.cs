using System.CommandLine;
using ContainerdExporter.Knowledge;

namespace ContainerdExporter.Hosting;

/// <summary><c>containerd-exporter rules</c>: the alerting rules of this very version, ready for Prometheus.</summary>
internal static class RulesCommand
{
    public static Command Create()
    {
        var runbooks = Flag.Of<Uri?>(
            "--runbook-url",
            "Where the runbooks are hosted, when that is not the exporter itself; each is below it under its alert's name.",
            "url",
            otherwise: null,
            text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
                ? url
                : throw new FormatException($"'{text}' is no http or https URL"));
        var command = new Command("rules", "Prints the alerting rules for Prometheus.") { runbooks };
        command.SetAction(result => Console.Out.Write(result.GetValue(runbooks) is { } url ? AlertRules.WithRunbooksAt(url) : AlertRules.Text));
        return command;
    }
}
