namespace ContainerdExporter.Containerd.Shims;

/// <summary>What a shim's command line says; every shim of the v2 protocol takes the same flags (pkg/shim/shim.go).</summary>
/// <param name="Address">The gRPC socket of the containerd that started it.</param>
/// <param name="Namespace">containerd's namespace.</param>
/// <param name="Id">The container, or the pod's sandbox, that it was started for.</param>
internal sealed record ShimCommandLine(string Address, string Namespace, string Id)
{
    /// <summary>
    /// Null for a short-lived helper (the actions start and delete), and for what is no shim of the v2 protocol. Go's
    /// flags take one dash or two, and a value after <c>=</c> or as the next word.
    /// </summary>
    public static ShimCommandLine? Parse(IReadOnlyList<string> words)
    {
        string? address = null, space = null, id = null;
        for (var i = 1; i < words.Count; i++)
        {
            var word = words[i];
            if (!word.StartsWith('-'))
            {
                return null;
            }

            var flag = word.TrimStart('-');
            var equals = flag.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? flag : flag[..equals];
            if (name is "debug" or "v")
            {
                continue;
            }

            var value = equals >= 0 ? flag[(equals + 1)..] : i + 1 < words.Count ? words[++i] : string.Empty;
            switch (name)
            {
                case "address":
                    address = value;
                    break;
                case "namespace":
                    space = value;
                    break;
                case "id":
                    id = value;
                    break;
            }
        }

        return address is { Length: > 0 } && space is { Length: > 0 } && id is { Length: > 0 } ? new ShimCommandLine(address, space, id) : null;
    }
}
