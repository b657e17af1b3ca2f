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
            FlagParsers.Url);
        var dashboards = Flag.Of<Uri?>(
            "--dashboard-url", "Grafana's URL: each alert gets a dashboard_url, its panel there.", "url", otherwise: null, FlagParsers.Url);
        var kubernetes = Flag.Switch("--kubernetes", "Print a PrometheusRule, for the Prometheus operator.");
        var command = new Command("rules", "Prints the alerting rules for Prometheus.") { runbooks, dashboards, kubernetes };
        command.SetAction(result => Console.Out.Write(Render(result.GetValue(runbooks), result.GetValue(dashboards), result.GetValue(kubernetes))));
        return command;
    }

    private static string Render(Uri? runbooks, Uri? dashboards, bool kubernetes)
    {
        var rules = AlertRules.Text;
        rules = runbooks is null ? rules : AlertRules.WithRunbooksAt(rules, runbooks);
        rules = dashboards is null ? rules : AlertRules.WithDashboardsAt(rules, dashboards);
        return kubernetes ? AlertRules.AsPrometheusRule(rules) : rules;
    }
}
