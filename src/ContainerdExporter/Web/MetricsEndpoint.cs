using System.IO.Compression;
using System.IO.Pipelines;
using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;
using ContainerdExporter.Hosting;
using ContainerdExporter.Web.Config;
using Microsoft.Net.Http.Headers;
using Prometheus;

namespace ContainerdExporter.Web;

/// <summary>The scrape: <c>/metrics?collect[]=…</c> in the text format or in OpenMetrics.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this WebApplication app, ExporterOptions options)
    {
        var node = app.Services.GetRequiredService<NodeCollector>();
        var history = app.Services.GetRequiredService<FindingHistory>();
        var enabled = node.Collectors.Select(collector => collector.Name).ToList();
        var places = new SemaphoreSlim(options.MaxRequests);
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("metrics");
        var webConfig = app.Services.GetService<WebConfigFile>();
        app.MapMethods(options.TelemetryPath, HttpVerbs.Reading, (HttpContext context) => ServeAsync(context, node, history, enabled, places, logger, webConfig));
    }

    private static async Task ServeAsync(
        HttpContext context, NodeCollector node, FindingHistory history, IReadOnlyCollection<string> enabled, SemaphoreSlim places, ILogger logger, WebConfigFile? webConfig)
    {
        var query = context.Request.Query;
        var selection = CollectorSelection.TryParse(Values(query, "collect[]"), Values(query, "exclude[]"), enabled, out var error);
        if (selection is null)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, error!);
            return;
        }

        if (!places.Wait(0, CancellationToken.None))
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "too many scrapes at once");
            return;
        }

        // Into memory first: whoever reads slowly is to hold no place.
        var text = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        NodeSnapshot snapshot;
        try
        {
            snapshot = await node.CollectAsync(selection);
            var registry = SnapshotExporter.ToRegistry(snapshot, logger, webConfig?.IsLastGood);
            var format = Negotiate(context.Request.GetTypedHeaders().Accept);
            context.Response.ContentType = format == ExpositionFormat.OpenMetricsText
                ? PrometheusConstants.OpenMetricsContentType
                : PrometheusConstants.TextContentTypeWithVersionAndEncoding;
            await WriteAsync(context, registry, format, text.Writer.AsStream());
        }
        finally
        {
            places.Release();
            await text.Writer.CompleteAsync();
        }

        // Every scrape is a look, so that the pages can say since when. The answer waits for nothing of it, and survives its failure.
        context.Response.OnCompleted(() =>
        {
            NodeDiagnosis.Of(snapshot, history);
            return Task.CompletedTask;
        });
        try
        {
            await text.Reader.CopyToAsync(context.Response.BodyWriter, context.RequestAborted);
        }
        finally
        {
            await text.Reader.CompleteAsync();
        }
    }

    private static async Task WriteAsync(HttpContext context, CollectorRegistry registry, ExpositionFormat format, Stream text)
    {
        context.Response.Headers.Vary = "Accept, Accept-Encoding";
        if (!AcceptsGzip(context.Request.GetTypedHeaders().AcceptEncoding))
        {
            await registry.CollectAndExportAsTextAsync(text, format, context.RequestAborted);
            return;
        }

        context.Response.Headers.ContentEncoding = "gzip";
        await using var compressed = new GZipStream(text, CompressionLevel.Fastest, leaveOpen: true);
        await registry.CollectAndExportAsTextAsync(compressed, format, context.RequestAborted);
    }

    /// <summary>Only the scrape is worth compressing; the middleware for it would bring Brotli, and a megabyte, along.</summary>
    internal static bool AcceptsGzip(IList<StringWithQualityHeaderValue> accept) =>
        accept.Any(each => each.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && each.Quality is not 0);

    /// <summary>OpenMetrics only where the client prefers it: a bare */* (curl, a browser) gets the plain text format.</summary>
    internal static ExpositionFormat Negotiate(IList<MediaTypeHeaderValue> accept)
    {
        var openMetrics = Quality(accept, "application/openmetrics-text");
        return openMetrics is { } wanted && wanted > 0 && wanted >= (Quality(accept, "text/plain") ?? 0)
            ? ExpositionFormat.OpenMetricsText
            : ExpositionFormat.PrometheusText;
    }

    private static double? Quality(IList<MediaTypeHeaderValue> accept, string mediaType) => accept
        .Where(each => each.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
        .Select(each => each.Quality ?? 1)
        .Cast<double?>()
        .Max();

    private static string[] Values(IQueryCollection query, string name) => [.. query[name].OfType<string>()];

    private static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason + "\n", context.RequestAborted);
    }
}
