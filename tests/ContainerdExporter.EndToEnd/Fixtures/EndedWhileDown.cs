namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>containerd does not see its container end: it is down meanwhile (containerd issue 6771).</summary>
public static class EndedWhileDown
{
    /// <summary>The start of a process is known to half a second; what ended just before must be told apart from what ended after.</summary>
    private static readonly TimeSpan ClearlyBefore = TimeSpan.FromSeconds(1);

    /// <param name="node">Where its one container runs.</param>
    /// <param name="meanwhile">What else happens before containerd is back.</param>
    public static async Task MakeAsync(TestNode node, Func<Task>? meanwhile = null)
    {
        var shim = await node.Containerd.ShimOfAsync(HealthyNode.Container);
        var container = (await node.RunAsync("pgrep", "--parent", $"{shim}")).Trim();
        await node.Containerd.StopAsync();
        await node.RunAsync("sh", "-c", $"kill -KILL {container}");
        await Eventually.HoldsAsync("the container's process is gone", TimeSpan.FromSeconds(10), () => !Directory.Exists(node.PathOf($"/proc/{container}")));
        await (meanwhile?.Invoke() ?? Task.CompletedTask);
        await Task.Delay(ClearlyBefore, TestContext.Current.CancellationToken);
        await node.Containerd.StartAsync();
    }
}
