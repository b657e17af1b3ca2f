using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.TestCertificates;
using ContainerdExporter.Web.Config;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerdExporter.EndToEnd.Web;

/// <summary>The same file, shown to the real node_exporter and to this exporter: both start, or neither does.</summary>
public sealed partial class WebConfigVerdictTests
{
    private const string Tls = "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";
    private const string Hash = "$2y$10$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcde";

    /// <summary>What Debian 12's node_exporter 1.5.0, with the toolkit of then, does not know yet, and newer ones do.</summary>
    private const string Newer = "newer than the toolkit of node_exporter 1.5.0";

    private static readonly Case[] Cases =
    [
        new(""),
        new("{}"),
        new("tls_server_config:\n"),
        new("tls_server_config: {min_version: TLS13}"),
        new(Tls),
        new("tls_server_config: {cert_file: chain.crt, key_file: server.key}"),
        new("tls_server_config: {cert_file: rsa.crt, key_file: rsa.key}"),
        new("tls_server_config: {cert_file: rsa.crt, key_file: pkcs1.key}"),
        new("tls_server_config: {cert_file: rsa.crt, key_file: server.key}"),
        new("tls_server_config: {cert_file: rsa.crt, key_file: encrypted.key}"),
        new("tls_server_config: {cert_file: ed25519.crt, key_file: ed25519.key}") { OnlyNodeExporter = ".NET has no Ed25519" },
        new("tls_server_config: {cert_file: server.crt}"),
        new("tls_server_config: {key_file: server.key}"),
        new("tls_server_config: {cert_file: \"\", key_file: server.key}"),
        new("tls_server_config: {cert_file: no-such.crt, key_file: server.key}"),
        new("tls_server_config: {cert_file: server.key, key_file: server.crt}"),
        new("tls_server_config: {cert_file: empty.pem, key_file: server.key}"),
        new("tls_server_config: {cert_filse: server.crt}"),
        new("tls_server_config: [server.crt]"),
        new("tls_server_config: {client_auth_type: RequireAndVerifyClientCert}"),
        new($"{Tls}  client_auth_type: RequestClientCert\n"),
        new($"{Tls}  client_auth_type: RequireClientCert\n"),
        new($"{Tls}  client_auth_type: RequireAnyClientCert\n"),
        new($"{Tls}  client_auth_type: VerifyClientCertIfGiven\n"),
        new($"{Tls}  client_auth_type: RequireAndVerifyClientCert\n"),
        new($"{Tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: server.crt\n"),
        new($"{Tls}  client_auth_type: NoClientCert\n  client_ca_file: server.crt\n"),
        new($"{Tls}  client_auth_type: Sometimes\n"),
        new($"{Tls}  client_ca_file: server.crt\n"),
        new($"{Tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: no-such.crt\n"),
        new($"{Tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: empty.pem\n") { OnlyNodeExporter = "no client could ever connect" },
        new($"{Tls}  client_auth_type: RequireAndVerifyClientCert\n  client_allowed_sans: [prometheus]\n") { OnlyOurs = Newer },
        new($"{Tls}  min_version: TLS10\n"),
        new($"{Tls}  min_version: TLS13\n  max_version: TLS13\n"),
        new($"{Tls}  min_version: TLS13\n  max_version: TLS12\n") { OnlyNodeExporter = "no client could ever connect" },
        new($"{Tls}  min_version: TLS111\n"),
        new($"{Tls}  min_version:\n"),
        new($"{Tls}  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256]\n"),
        new($"{Tls}  cipher_suites: [TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256]\n"),
        new($"{Tls}  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]\nhttp_server_config: {{http2: false}}\n"),
        new($"{Tls}  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]\n  min_version: TLS13\n"),
        new($"{Tls}  cipher_suites: [TLS_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]\n") { OnlyNodeExporter = "Go counts suites without forward secrecy as insecure since 1.22" },
        new($"{Tls}  cipher_suites: [TLS_RSA_WITH_RC4_128_SHA]\n"),
        new($"{Tls}  cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA2048]\n"),
        new($"{Tls}  cipher_suites: TLS_AES_128_GCM_SHA256\n"),
        new($"{Tls}  curve_preferences: [CurveP256, X25519]\n") { OnlyNodeExporter = ".NET cannot choose the curves, and does not pretend to" },
        new($"{Tls}  curve_preferences: []\n"),
        new($"{Tls}  curve_preferences: [CurveP257]\n"),
        new($"{Tls}  prefer_server_cipher_suites: false\n"),
        new($"{Tls}  prefer_server_cipher_suites: perhaps\n"),
        new($"{Tls}{Tls}"),
        new("http_server_config: {http2: no}"),
        new("http_server_config: {http2: 1}"),
        new("http_server_config: {http3: true}"),
        new("http_server_config: {headers: {X-Frame-Options: deny, X-XSS-Protection: 1, X-Content-Type-Options: nosniff}}"),
        new("http_server_config: {headers: {X-Frame-Options: foo}}"),
        new("http_server_config: {headers: {X-Content-Type-Options: sniff}}"),
        new("http_server_config: {headers: {Content-Type: foo}}"),
        new("http_server_config:\n  headers:\n    Content-Security-Policy: >\n      default-src 'self'\n"),
        new($"basic_auth_users: {{alice: {Hash}, bob: {Hash}}}"),
        new($"basic_auth_users: {{alice: {Hash}, alice: {Hash}}}"),
        new("basic_auth_users: {alice: doe}"),
        new("basic_auth_users: {alice: }"),
        new("basic_auth_users: [alice]"),
        new($"basic_auth_users: {{alice: {Hash[..40]}}}"),
        new($"basic_auth_users: {{alice: {Hash.Replace("$10$", "$40$", StringComparison.Ordinal)}}}"),
        new("rate_limit: {interval: 1s, burst: 5}") { OnlyOurs = Newer },
        new("rate_limit: {interval: soon}"),
        new("metrics: true"),
        new("just text"),
        new("- a\n- list\n"),
        new("a: [unclosed"),
        new("\tx: y"),
    ];

    [Fact]
    public async Task File_ShownToNodeExporterAndToOurs_GetsTheSameVerdict()
    {
        var folder = WorkFolder.Create("web-config");
        await WriteMaterialAsync(folder);
        var failures = new List<string>();
        var started = 0;
        await Parallel.ForEachAsync(Cases.Index(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (each, _) =>
        {
            var (number, file) = each;
            var path = Path.Combine(folder, $"{number}.yml");
            await File.WriteAllTextAsync(path, file.Text, CancellationToken.None);
            var (theirs, said) = await NodeExporterAsync(path);
            var ours = Ours(path);
            Interlocked.Add(ref started, theirs ? 1 : 0);
            var (expectTheirs, expectOurs) = file switch
            {
                { OnlyNodeExporter: not null } => (true, false),
                { OnlyOurs: not null } => (false, true),
                _ => (theirs, theirs),
            };
            if ((theirs, ours is null) != (expectTheirs, expectOurs))
            {
                lock (failures)
                {
                    failures.Add($"{file.Text}\nnode_exporter {(theirs ? "starts" : $"refuses: {said}")}\nours {ours ?? "starts"}\n");
                }
            }
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"{Cases.Length} files: node_exporter starts with {started}");
        Assert.InRange(started, Cases.Length / 3, Cases.Length * 2 / 3);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static string? Ours(string path)
    {
        try
        {
            _ = new WebConfigFile(path, TimeProvider.System, NullLogger.Instance);
            return null;
        }
        catch (WebConfigException e)
        {
            return e.Message;
        }
    }

    /// <summary>Whether it serves, and what it said.</summary>
    private static async Task<(bool Starts, string Said)> NodeExporterAsync(string path)
    {
        string[] flags = ["--collector.disable-defaults", "--web.listen-address=127.0.0.1:0", $"--web.config.file={path}"];
        using var process = Process.Start(new ProcessStartInfo("prometheus-node-exporter", flags) { RedirectStandardError = true })!;
        var said = new StringBuilder();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            while (await process.StandardError.ReadLineAsync(limit.Token) is { } line)
            {
                said.AppendLine(line);
                if (SaysWhetherTls().IsMatch(line))
                {
                    // One refusal comes after this line: of cipher suites that HTTP/2 does not take.
                    using var grace = new CancellationTokenSource(TimeSpan.FromMilliseconds(400));
                    await process.WaitForExitAsync(grace.Token);
                }
            }

            await process.WaitForExitAsync(limit.Token);
            return (false, said.ToString());
        }
        catch (OperationCanceledException) when (!limit.IsCancellationRequested)
        {
            return (true, said.ToString());
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task WriteMaterialAsync(string folder)
    {
        var (certificate, key) = Certificates.Server();
        string At(string name) => Path.Combine(folder, name);
        await File.WriteAllTextAsync(At("server.crt"), certificate);
        await File.WriteAllTextAsync(At("server.key"), key);
        await File.WriteAllTextAsync(At("chain.crt"), $"{certificate}\n{Certificates.Authority("middle").ExportCertificatePem()}");
        await File.WriteAllTextAsync(At("empty.pem"), string.Empty);
        foreach (var (algorithm, name) in new[] { ("rsa:2048", "rsa"), ("ed25519", "ed25519") })
        {
            await Command.RunAsync("openssl", "req", "-x509", "-newkey", algorithm, "-nodes", "-keyout", At($"{name}.key"), "-out", At($"{name}.crt"), "-days", "1", "-subj", "/CN=localhost");
        }

        await Command.RunAsync("openssl", "rsa", "-traditional", "-in", At("rsa.key"), "-out", At("pkcs1.key"));
        await Command.RunAsync("openssl", "rsa", "-aes128", "-passout", "pass:secret", "-in", At("rsa.key"), "-out", At("encrypted.key"));
    }

    [GeneratedRegex("TLS is (enabled|disabled)", RegexOptions.ExplicitCapture)]
    private static partial Regex SaysWhetherTls();

    /// <summary>One file, and where both differ on purpose, why.</summary>
    private sealed record Case(string Text)
    {
        public string? OnlyNodeExporter { get; init; }

        public string? OnlyOurs { get; init; }
    }
}
