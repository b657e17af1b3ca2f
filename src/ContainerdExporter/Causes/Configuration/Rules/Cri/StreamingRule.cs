using ContainerdExporter.Causes.Configuration.Rules.Server;
using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>The server for exec, attach and port-forward: certificates that fit together, and a port. A port that cannot be opened ends the daemon.</summary>
internal sealed class StreamingRule : ConfigRule
{
    public override string Name => "streaming";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        var cri = context.Cri;
        if (!cri.IsEnabled)
        {
            yield break;
        }

        var cert = cri.Server("x509_key_pair_streaming", "tls_cert_file") is { IsZero: false } c ? c : null;
        var key = cri.Server("x509_key_pair_streaming", "tls_key_file") is { IsZero: false } k ? k : null;
        if (cri.Server("enable_tls_streaming") is not { IsTrue: true })
        {
            if ((cert ?? key) is { } unused)
            {
                yield return Degraded(unused.At, "a certificate without enable_tls_streaming = true: CRI cannot load", "Set enable_tls_streaming, or remove the certificate.");
            }
        }
        else if (cert is null != key is null)
        {
            yield return Degraded((cert ?? key)!.At, "the certificate and its key must be set together: CRI cannot load", "Set both, or none for a self-signed certificate.");
        }
        else if (cert is not null && new[] { cert, key! }.FirstOrDefault(file => file.Text is { } path && context.Files.Stamp(path).Kind is not (PathKind.File or PathKind.Denied)) is { } missing)
        {
            yield return Degraded(missing.At, $"{missing.Text} does not exist: CRI cannot load", "Correct the path.");
        }

        if (cri.Server("stream_server_port") is { Text: { } port } portNode && TcpAddress.MistakeInPort(port) is { } mistake)
        {
            yield return Fatal(portNode.At, $"\"{port}\" is no port: {mistake}, and the daemon ends when CRI starts", "Write \"0\" for any free port.");
        }
    }
}
