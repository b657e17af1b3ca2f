using System.Diagnostics;
using System.Net;

namespace ContainerdExporter.EndToEnd.Fixtures.SideBySide;

/// <summary>Scrapes as Prometheus does: connections kept, gzip wanted.</summary>
public sealed class ScrapeLoad : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };

    public ScrapeLoad()
    {
        http.DefaultRequestHeaders.Add("Accept", "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3");
        http.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
    }

    /// <summary>Runs so many scrapes from each of so many clients at once, one after the other.</summary>
    /// <param name="metrics">What is scraped.</param>
    /// <param name="scrapes">How many by each client.</param>
    /// <param name="clients">How many.</param>
    /// <param name="limit">After this time no scrape is begun; null for all of them however long they take.</param>
    public async Task<ScrapeTimes> RunAsync(Uri metrics, int scrapes, int clients = 1, TimeSpan? limit = null)
    {
        var times = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => RunOneAsync(metrics, scrapes, limit ?? TimeSpan.MaxValue)));
        return ScrapeTimes.Join(times);
    }

    /// <summary>Whether it can be scraped now.</summary>
    public async Task<bool> IsServedAsync(Uri metrics)
    {
        try
        {
            using var response = await http.GetAsync(metrics);
            await response.Content.ReadAsByteArrayAsync();
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<ScrapeTimes> RunOneAsync(Uri metrics, int scrapes, TimeSpan limit)
    {
        var begin = Stopwatch.GetTimestamp();
        var took = new List<TimeSpan>();
        var refused = 0;
        for (var i = 0; i < scrapes && Stopwatch.GetElapsedTime(begin) < limit; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var response = await http.GetAsync(metrics);
            await response.Content.ReadAsByteArrayAsync();
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                refused++;
                continue;
            }

            response.EnsureSuccessStatusCode();
            took.Add(Stopwatch.GetElapsedTime(start));
        }

        return new ScrapeTimes(took, refused);
    }
}

/// <summary>How long scrapes took, and how many were refused as too many at once.</summary>
public sealed record ScrapeTimes(IReadOnlyList<TimeSpan> Took, int Refused)
{
    public TimeSpan Median => Quantile(0.5);

    public TimeSpan Slow => Quantile(0.99);

    public static ScrapeTimes Join(IEnumerable<ScrapeTimes> parts)
    {
        var all = parts.ToList();
        return new ScrapeTimes([.. all.SelectMany(each => each.Took)], all.Sum(each => each.Refused));
    }

    private TimeSpan Quantile(double part)
    {
        var sorted = Took.Order().ToList();
        return sorted.Count == 0 ? throw new InvalidOperationException("every scrape was refused") : sorted[Math.Min(sorted.Count - 1, (int)(part * sorted.Count))];
    }
}
