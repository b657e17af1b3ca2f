namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>Puts another release of containerd into the place of the machine's own, on one node (<c>tests/debian-releases.sh</c>).</summary>
public static class ContainerdRelease
{
    /// <summary>The machine's own, of Debian bookworm.</summary>
    public const string Installed = "1.6";

    public const string Newest = "2.1";

    private static readonly string Folder = Environment.GetEnvironmentVariable("CONTAINERD_VERSIONS") ?? Repository.PathOf("artifacts/containerd");

    public static async Task InstallAsync(TestNode node, string release)
    {
        if (release == Installed)
        {
            return;
        }

        foreach (var program in new[] { "containerd", "containerd-shim-runc-v2", "ctr" })
        {
            await node.RunAsync("mount", "--bind", $"{Folder}/{release}/usr/bin/{program}", $"/usr/bin/{program}");
        }

        Assert.Contains($" {release}.", await node.RunAsync("containerd", "--version"), StringComparison.Ordinal);
    }
}
