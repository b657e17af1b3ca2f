using System.Diagnostics;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.CommandLine;

/// <summary>The evidence of sick nodes in one file: made in bounded time whatever hangs, and without a secret.</summary>
public sealed class SupportBundleTests
{
    private const string Path = "/run/node/bundle.tar.gz";
    private const int LargestSize = 10 << 20;

    /// <summary>Each with its own mark, so that a leak names its place.</summary>
    private const string SecretiveConfig = """
        version = 2
        imports = ["/etc/containerd/conf.d/*.toml"]
        # was: password = "PLANTED-comment-0"
        [plugins."io.containerd.grpc.v1.cri".registry]
        config_path = "/etc/containerd/certs.d"
        [plugins."io.containerd.grpc.v1.cri".registry.configs."r.example".auth]
        username = "PLANTED-user-1"
        password = "PLANTED-password-2"
        auth = "am9lOlBMQU5URUQtYXV0aC0z"
        identitytoken = "PLANTED-identity-4"
        [plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]
        endpoint = ["https://joe:PLANTED-mirror-5@mirror.example"]
        [stream_processors."x"]
        args = ["--key", "PLANTED-args-6"]
        env = ["DECRYPT_KEY=PLANTED-env-7"]
        path = "/bin/true"
        [proxy_plugins.mine]
        type = "snapshot"
        address = "/run/mine.sock"
        private_key = "PLANTED-key-8"
        """;

    private const string DropIn = """
        version = 2
        [plugins."com.example.unknown"]
        whatever = "PLANTED-unknown-9"
        inner = { deep = ["PLANTED-deep-10"] }
        """;

    private const string Hosts = """
        server = "https://r.example?sig=PLANTED-query-11"
        [host."https://joe:PLANTED-host-12@mirror.example"]
        capabilities = ["pull"]
        [host."https://mirror.example".header]
        Authorization = "Basic PLANTED-header-13"
        X-Api = ["PLANTED-header-14"]
        """;

    [Fact]
    public async Task Bundle_OfAHungDaemonWithSecrets_HasTheEvidenceAndNoSecret()
    {
        await using var node = await TestNode.CreateAsync();
        node.Write("/etc/containerd/conf.d/10-extra.toml", DropIn);
        node.Write("/etc/containerd/certs.d/r.example/hosts.toml", Hosts);
        await node.Containerd.StartPlainAsync();
        await node.RunAsync("cp", "/bin/sh", "/run/node/runc");
        await node.StartAsync("runc", "/run/node/runc", "-c", "sleep 86400; true", "--token", "PLANTED-word-15", "https://joe:PLANTED-url-16@r.example/");
        node.Write(ContainerdDaemon.ConfigPath, SecretiveConfig);
        await node.Containerd.Process.SignalAsync("STOP");

        var bundle = await MadeBundle.MakeAsync(node, Path);
        Assert.Equal(2, bundle.Command.ExitCode);
        Assert.Contains("ContainerdHung", bundle.Command.Output, StringComparison.Ordinal);
        Assert.Contains($"Wrote {Path}", bundle.Command.Error, StringComparison.Ordinal);
        Assert.InRange(bundle.Bytes.Length, 1, LargestSize);
        Assert.All(bundle.Files, file => Assert.False(
            file.Value.Contains("PLANTED", StringComparison.Ordinal) || file.Value.Contains("UExBTlRFR", StringComparison.Ordinal) || file.Value.Contains("am9lOlBMQU5U", StringComparison.Ordinal),
            $"{file.Key} holds a secret:\n{Around(file.Value)}"));

        Assert.Contains("ContainerdHung", bundle.Files["findings.json"], StringComparison.Ordinal);
        Assert.Contains("containerd hung", bundle.Files["timeline.json"], StringComparison.Ordinal);
        Assert.Contains("containerd_up", bundle.Files["metrics.txt"], StringComparison.Ordinal);
        Assert.Contains("runc: state S", bundle.Files["processes.txt"], StringComparison.Ordinal);
        Assert.Contains("containerd: state T", bundle.Files["processes.txt"], StringComparison.Ordinal);
        Assert.Contains($"{ContainerdDaemon.MetadataPath}:", bundle.Files["databases.txt"], StringComparison.Ordinal);
        Assert.Contains("valid, transaction", bundle.Files["databases.txt"], StringComparison.Ordinal);
        Assert.Contains(ContainerdDaemon.Root, bundle.Files["mounts.txt"], StringComparison.Ordinal);
        Assert.Contains(ContainerdDaemon.Address, bundle.Files["sockets.txt"], StringComparison.Ordinal);
        Assert.Contains("MemTotal", bundle.Files["memory.txt"], StringComparison.Ordinal);
        Assert.Contains("Linux version", bundle.Files["versions.txt"], StringComparison.Ordinal);
        Assert.All(
            ["/etc/containerd/conf.d/10-extra.toml", "hosts.toml", "\"address\" = \"/run/mine.sock\"", "\"config_path\" = \"/etc/containerd/certs.d\""],
            words => Assert.Contains(words, bundle.Files["config-1.toml"], StringComparison.Ordinal));

        Assert.Equal("600", (await node.RunAsync("stat", "--format=%a", Path)).Trim());
        await node.Containerd.Process.SignalAsync("CONT");
        var again = await node.TryRunAsync("/run/node/containerd-exporter", "doctor", "--json", "--bundle", Path);
        Assert.Equal(3, again.ExitCode);
        Assert.Contains("no bundle was written", again.Error, StringComparison.Ordinal);
        Assert.StartsWith("{", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bundle_OnADeadMount_IsMadeWithoutWhatLiesThere()
    {
        await using var node = await TestNode.CreateAsync();
        await node.Containerd.StartPlainAsync();
        var mount = await HangingMount.MountAsync(node, ContainerdDaemon.Root);
        var start = Stopwatch.GetTimestamp();
        var bundle = await MadeBundle.MakeAsync(node, Path);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 60);
        Assert.Contains("no answer within", bundle.MissingBecause("databases.txt"), StringComparison.Ordinal);
        Assert.Contains("ContainerdFilesystemHung", bundle.Files["findings.json"], StringComparison.Ordinal);
        Assert.Contains("containerd", bundle.Files["processes.txt"], StringComparison.Ordinal);
        await mount.RemoveAsync();
    }

    [Fact]
    public async Task Bundle_WithoutRoot_SaysWhatItLacks()
    {
        await using var node = await TestNode.CreateAsync();
        await node.Containerd.StartPlainAsync();
        await node.RunAsync("chmod", "600", "/dev/kmsg");
        await node.RunAsync("chmod", "777", "/run/node");
        var bundle = await MadeBundle.MakeAsync(node, Path, "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all");
        Assert.Contains("no permission", bundle.MissingBecause("kernel.txt"), StringComparison.Ordinal);
        Assert.Contains("denied", bundle.Files["findings.json"], StringComparison.Ordinal);
        Assert.Contains("MemTotal", bundle.Files["memory.txt"], StringComparison.Ordinal);
    }

    private static string Around(string text)
    {
        var at = Math.Max(text.IndexOf("PLANTED", StringComparison.Ordinal), 0);
        return text[Math.Max(at - 200, 0)..Math.Min(at + 100, text.Length)];
    }
}
