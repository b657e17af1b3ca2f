namespace ContainerdExporter.Causes.Configuration.Rules.Server;

/// <summary>Addresses that are given to Go's net.Listen: metrics, grpc over TCP, and a debug address that is no absolute path.</summary>
internal sealed class TcpAddressRule : ConfigRule
{
    public override string Name => "tcp_address";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        var server = context.Server;
        foreach (var node in new[] { server.MetricsAddress, server.TcpAddress, server.DebugAddress })
        {
            if (node is { Text: { Length: > 0 } address } && !(node == server.DebugAddress && address.StartsWith('/')) &&
                TcpAddress.Mistake(address) is { } mistake)
            {
                yield return Fatal(node.At, $"\"{address}\" is no address to listen on: {mistake}", "Write host:port, as \"127.0.0.1:1338\".");
            }
        }
    }
}
