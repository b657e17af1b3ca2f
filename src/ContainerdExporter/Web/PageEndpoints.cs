using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Diagnosis.Timeline;
using ContainerdExporter.Hosting;
using ContainerdExporter.Knowledge;
using ContainerdExporter.Web.Pages;

namespace ContainerdExporter.Web;

/// <summary>Everything for people: status, runbooks, findings as JSON, and the health of the exporter itself.</summary>
internal static class PageEndpoints
{
    public static void MapPages(this WebApplication app, ExporterOptions options)
    {
        var node = app.Services.GetRequiredService<NodeCollector>();
        var history = app.Services.GetRequiredService<FindingHistory>();
        var runbooks = new Lazy<Runbooks>(Runbooks.Load); // Half a megabyte that a node which nobody looks at does not need.

        app.MapMethods("/", HttpVerbs.Reading, async () => Html(StatusPage.Render(await DiagnoseAsync(node, history), options.TelemetryPath)));
        app.MapMethods("/runbooks/", HttpVerbs.Reading, () => Html(RunbookPages.RenderIndex(runbooks.Value)));
        app.MapMethods("/runbooks/{alert}", HttpVerbs.Reading, async (string alert, HttpContext context) => runbooks.Value.Find(alert) is { } runbook
            ? Html(RunbookPages.Render(runbook, await DiagnoseAsync(node, history), PanelOf(alert, options.DashboardUrl, context.Request)))
            : Html(RunbookPages.RenderMissing(), StatusCodes.Status404NotFound));
        app.MapMethods("/api/v1/findings", HttpVerbs.Reading, async () => Results.Text(FindingsJson.Write(await DiagnoseAsync(node, history)), "application/json; charset=utf-8"));
        app.MapMethods("/api/v1/timeline", HttpVerbs.Reading, async () => Results.Text(TimelineJson.Write(await DiagnoseAsync(node, history)), "application/json; charset=utf-8"));
        app.MapMethods("/style.css", HttpVerbs.Reading, () => Results.Text(Resources.Read("style.css"), "text/css; charset=utf-8"));
        app.MapMethods("/-/healthy", HttpVerbs.Reading, () => Results.Text("containerd-exporter is healthy.\n"));
        app.MapMethods("/-/ready", HttpVerbs.Reading, () => Results.Text("containerd-exporter is ready.\n"));
    }

    /// <summary>Whoever follows an alert's link comes to this node by the name that Prometheus has for it.</summary>
    private static string? PanelOf(string alert, Uri? grafana, HttpRequest request) =>
        grafana is not null && AlertRules.Find(alert) is [var rule, ..]
            ? AlertRules.PanelUrl(grafana, rule.Dashboard, rule.Panel, Uri.EscapeDataString(request.Host.Value ?? string.Empty))
            : null;

    private static async Task<NodeDiagnosis> DiagnoseAsync(NodeCollector node, FindingHistory history) =>
        NodeDiagnosis.Of(await node.CollectAsync(CollectorSelection.All), history);

    private static IResult Html(string page, int status = StatusCodes.Status200OK) =>
        Results.Text(page, "text/html; charset=utf-8", statusCode: status);
}
