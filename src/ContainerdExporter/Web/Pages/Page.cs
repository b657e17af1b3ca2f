using System.Text;
using System.Text.Encodings.Web;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Web.Pages;

/// <summary>Builds one HTML page. Text is always escaped; markup is only ever written by this code.</summary>
internal sealed class Page
{
    private readonly StringBuilder html = new(16 << 10);

    public Page(string title)
    {
        html.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>");
        Text(title);
        html.Append("</title><link rel=\"stylesheet\" href=\"/style.css\"></head><body><header><a href=\"/\">ContainerdExporter</a> <span class=\"node\">");
        Text(Environment.MachineName);
        html.Append("</span></header><main>");
    }

    /// <summary>Writes trusted markup.</summary>
    public Page Raw(string markup)
    {
        html.Append(markup);
        return this;
    }

    /// <summary>Writes any text, escaped.</summary>
    public Page Text(string text)
    {
        html.Append(HtmlEncoder.Default.Encode(text));
        return this;
    }

    public Page Element(string name, string text) => Raw($"<{name}>").Text(text).Raw($"</{name}>");

    /// <summary>A severity or another state, readable without colour.</summary>
    public Page Badge(string state) => Raw($"<span class=\"badge {state}\">").Text(state).Raw("</span>");

    /// <summary>One finding with its evidence; with a link to its runbook unless the page is that runbook.</summary>
    public Page Finding(Finding finding, bool link)
    {
        Raw("<section class=\"finding\"><h3>").Badge(finding.Severity.ToLabel()).Raw(" ").Text(finding.Summary).Raw("</h3>");
        if (finding.Address is { } address)
        {
            Raw("<p class=\"address\">").Text(address).Raw("</p>");
        }

        if (finding.Seen is { } seen)
        {
            Raw("<p class=\"seen\">").Text(seen.Describe()).Raw("</p>");
        }

        Raw("<dl>");
        foreach (var evidence in finding.Evidence)
        {
            Element("dt", evidence.What).Element("dd", evidence.Value);
        }

        Raw("</dl>");
        if (link)
        {
            Raw($"<p><a href=\"/runbooks/{Uri.EscapeDataString(finding.Alert)}\">How to fix it: ").Text(finding.Alert).Raw("</a></p>");
        }

        return Raw("</section>");
    }

    public string End(DateTimeOffset? seen = null)
    {
        Raw("</main><footer>");
        if (seen is { } time)
        {
            Text($"Looked at {time:yyyy-MM-dd HH:mm:ss} UTC. ");
        }

        return Text($"containerd-exporter {SelfMetrics.Version}").Raw("</footer></body></html>").html.ToString();
    }
}
