using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Server;

/// <summary>The certificate of grpc over TCP is loaded on each start as soon as it is named, even without an address (services/server/server.go New).</summary>
internal sealed class TlsRule : ConfigRule
{
    private const int SizeLimit = 1 << 20;

    public override string Name => "tls_files";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        // The plugin of 2.3 is skipped without an address.
        var isUsed = context.Release.NewestFileVersion < 4 || context.Server.TcpAddress is { IsZero: false };
        if (!isUsed || context.Server.Tls("cert") is not { Text: { Length: > 0 } certPath } cert)
        {
            yield break;
        }

        var key = context.Server.Tls("key");
        if (Mistake(context, certPath, "CERTIFICATE") is { } certMistake)
        {
            yield return Fatal(cert.At, $"the certificate cannot be loaded: {certPath} {certMistake}", "Correct the path, or remove the tls keys.");
        }

        if (Mistake(context, key?.Text ?? string.Empty, "PRIVATE KEY") is { } keyMistake)
        {
            yield return Fatal((key ?? cert).At, $"the certificate's key cannot be loaded: {key?.Text} {keyMistake}".Replace("  ", " ", StringComparison.Ordinal), "Name the file of the certificate's private key.");
        }

        if (context.Server.Tls("ca") is { Text: { Length: > 0 } caPath } ca && context.Files.Stamp(caPath).Kind is not (PathKind.File or PathKind.Denied))
        {
            yield return Fatal(ca.At, $"the CA's certificate {caPath} cannot be read", "Correct the path.");
        }
    }

    private static string? Mistake(RuleContext context, string path, string block)
    {
        var kind = path.Length == 0 ? PathKind.Missing : context.Files.Stamp(path).Kind;
        if (kind == PathKind.Denied)
        {
            return null;
        }

        if (kind != PathKind.File)
        {
            return path.Length == 0 ? "is not named" : "does not exist";
        }

        return context.Files.Read(path, SizeLimit) is { } bytes &&
            !System.Text.Encoding.ASCII.GetString(bytes).Contains($"{block}-----", StringComparison.Ordinal)
            ? $"holds no PEM block of a {block.ToLowerInvariant()}"
            : null;
    }
}
