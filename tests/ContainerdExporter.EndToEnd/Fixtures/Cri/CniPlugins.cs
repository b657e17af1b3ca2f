namespace ContainerdExporter.EndToEnd.Fixtures.Cri;

/// <summary>What gives pods a network: programs that answer as CNI's specification says, and change nothing.</summary>
internal static class CniPlugins
{
    private const string Folder = "/opt/cni/bin";
    private const string Name = "test";

    private const string Gives = """{"cniVersion":"0.4.0","ips":[{"version":"4","address":"10.88.0.2/16"}]}""";
    private const string Refuses = """{"cniVersion":"0.4.0","code":100,"msg":"no address is left"}""";

    public static async Task InstallAsync(TestNode node)
    {
        await WriteAsync(node, "loopback", Gives, exitCode: 0);
        await RepairAsync(node);
        node.Write("/etc/cni/net.d/10-test.conflist", $$"""{"cniVersion":"0.4.0","name":"{{Name}}","plugins":[{"type":"{{Name}}"}]}""");
    }

    /// <summary>No pod gets an address any more.</summary>
    public static Task BreakAsync(TestNode node) => WriteAsync(node, Name, Refuses, exitCode: 1);

    public static Task RepairAsync(TestNode node) => WriteAsync(node, Name, Gives, exitCode: 0);

    private static Task WriteAsync(TestNode node, string name, string answer, int exitCode)
    {
        node.Write($"{Folder}/{name}", $"#!/bin/sh\necho '{answer}'\nexit {exitCode}\n");
        return node.RunAsync("chmod", "755", $"{Folder}/{name}");
    }
}
