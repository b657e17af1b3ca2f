using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ContainerdExporter.EndToEnd.Fixtures.Monitoring;

/// <summary>Where Alertmanager's notifications end: a web server that keeps them. Each receiver has a path of its own.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentQueue<Notification> notifications = new();
    private WebApplication? app;

    public Uri Url => new(app!.Urls.Single());

    public IReadOnlyList<Notification> All => [.. notifications];

    public IReadOnlyList<Notification> Of(TestNode node) => [.. notifications.Where(each => each.Instance == node.Instance)];

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/{receiver}", ReceiveAsync);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        var message = await JsonSerializer.DeserializeAsync<Message>(context.Request.Body, Json)
            ?? throw new InvalidDataException("an empty notification");
        var receiver = (string)context.Request.RouteValues["receiver"]!;
        foreach (var alert in message.Alerts)
        {
            notifications.Enqueue(new Notification(DateTimeOffset.UtcNow, receiver, alert.Status, alert.Labels, alert.Annotations));
        }
    }

    /// <summary>What is read of Alertmanager's webhook body, version 4.</summary>
    private sealed record Message(IReadOnlyList<Alert> Alerts);

    private sealed record Alert(string Status, Dictionary<string, string> Labels, Dictionary<string, string> Annotations);
}
