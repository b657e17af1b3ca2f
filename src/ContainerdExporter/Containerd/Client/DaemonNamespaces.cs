using ContainerdExporter.Containerd.Protos.Namespaces;
using Grpc.Core;

namespace ContainerdExporter.Containerd.Client;

/// <summary>Which namespaces a daemon has, and how a call names its own (pkg/namespaces/grpc.go).</summary>
internal static class DaemonNamespaces
{
    private const string Header = "containerd-namespace";

    /// <summary>Their names.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(CallInvoker invoker, CallOptions options)
    {
        var answer = await DaemonCalls.ListNamespaces.AskAsync(invoker, new ListNamespacesRequest(), options);
        return [.. answer.Namespaces.Select(each => each.Name)];
    }

    /// <summary>The headers of a call within a namespace.</summary>
    public static Metadata Headers(string name) => new() { { Header, name } };

    /// <summary>The options of a call within a namespace.</summary>
    public static CallOptions In(this CallOptions options, string name) => options.WithHeaders(Headers(name));
}
