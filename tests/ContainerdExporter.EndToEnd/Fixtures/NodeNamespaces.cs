using System.Diagnostics;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>
/// The namespaces of one node, held by its PID 1 (<c>node-init.sh</c>). They end with it, and it ends with this object or with the
/// test process, whichever is first: the kernel then kills the node's processes and drops its mounts and interfaces.
/// </summary>
public sealed class NodeNamespaces : IAsyncDisposable
{
    private readonly Process unshare;

    private NodeNamespaces(Process unshare, int initPid)
    {
        this.unshare = unshare;
        InitPid = initPid;
    }

    /// <summary>The node's PID 1, as the machine counts.</summary>
    public int InitPid { get; }

    /// <summary>Puts a command into the node.</summary>
    public string[] Enter(params IEnumerable<string> arguments) =>
        ["nsenter", $"--target={InitPid}", "--mount", "--net", "--pid", "--", .. arguments];

    /// <summary>A path of the node, as the machine sees it.</summary>
    public string PathOf(string path) => $"/proc/{InitPid}/root{path}";

    public static async Task<NodeNamespaces> CreateAsync(string folder)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Fixtures", "node-init.sh");
        string[] arguments =
        [
            "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private", "bash", script, folder,
        ];
        var process = Process.Start(new ProcessStartInfo("unshare", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        if (await process.StandardOutput.ReadLineAsync() != "ready")
        {
            throw new InvalidOperationException($"the node did not start: {await error}");
        }

        var children = await File.ReadAllTextAsync($"/proc/{process.Id}/task/{process.Id}/children");
        return new NodeNamespaces(process, int.Parse(children.Trim()));
    }

    public async ValueTask DisposeAsync()
    {
        unshare.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await unshare.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            unshare.Kill(); // --kill-child: PID 1 goes with it.
        }

        unshare.Dispose();
    }
}
