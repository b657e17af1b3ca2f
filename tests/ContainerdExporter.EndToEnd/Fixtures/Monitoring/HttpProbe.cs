namespace ContainerdExporter.EndToEnd.Fixtures.Monitoring;

/// <summary>Waits for a server that was just started.</summary>
public static class HttpProbe
{
    public static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    public static async Task WaitForAsync(Uri url, Func<string> log)
    {
        try
        {
            await Eventually.HoldsAsync($"{url} answers", TimeSpan.FromSeconds(30), () => AnswersAsync(url));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}\n{log()}", e);
        }
    }

    private static async Task<bool> AnswersAsync(Uri url)
    {
        try
        {
            using var response = await Client.GetAsync(url);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
