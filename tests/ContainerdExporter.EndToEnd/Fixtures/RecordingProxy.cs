using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>Stands at containerd's socket, passes every gRPC call on to containerd, and writes down which it was.</summary>
public sealed class RecordingProxy : IAsyncDisposable
{
    /// <summary>What goes from hop to hop, and what HTTP itself makes (RFC 9113, 8.2.2).</summary>
    private static readonly string[] NotPassedOn = ["Host", "Content-Length", "Transfer-Encoding", "Connection"];

    private readonly WebApplication app;
    private readonly HttpMessageInvoker containerd;
    private readonly ConcurrentDictionary<string, long> calls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Path, string Space), bool> spaces = new();

    private RecordingProxy(string listen, string behind)
    {
        containerd = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(behind), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(listen, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        app = builder.Build();
        app.Run(PassOnAsync);
    }

    /// <summary>The paths that were called, with the length of the longest request message of each.</summary>
    public IReadOnlyDictionary<string, long> Calls => calls;

    /// <summary>The paths that were called, each with the containerd namespaces that it was called for; empty for none.</summary>
    public IReadOnlyCollection<(string Path, string Space)> Spaces => [.. spaces.Keys];

    /// <summary>Takes the place of a listening socket, which goes on listening under another name.</summary>
    public static async Task<RecordingProxy> StartAsync(TestNode node, string socket)
    {
        var behind = $"{socket}.behind";
        await node.RunAsync("mv", socket, behind);
        var proxy = new RecordingProxy(node.PathOf(socket), node.PathOf(behind));
        await proxy.app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        containerd.Dispose();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        calls.AddOrUpdate(context.Request.Path, body.Length, (_, longest) => Math.Max(longest, body.Length));

        spaces[(context.Request.Path!, context.Request.Headers["containerd-namespace"].ToString())] = true;

        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://localhost{context.Request.Path}") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in context.Request.Headers.Where(header => !NotPassedOn.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!))
            {
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
            }
        }

        using var response = await containerd.SendAsync(request, context.RequestAborted);
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !NotPassedOn.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await context.Response.StartAsync(context.RequestAborted);
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        foreach (var (name, values) in response.TrailingHeaders)
        {
            context.Response.AppendTrailer(name, values.ToArray());
        }
    }
}
