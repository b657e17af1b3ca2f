using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Server;

/// <summary>The paths of the daemon's sockets: short enough, in a directory that can be made, and not directories themselves (sys/socket_unix.go).</summary>
internal sealed class SocketPathRule : ConfigRule
{
    /// <summary>containerd's own limit in bytes; the kernel's is 107.</summary>
    private const int LengthLimit = 104;

    private const string DefaultAddress = "/run/containerd/containerd.sock";
    private const string TtrpcSuffix = ".ttrpc";

    public override string Name => "socket_path";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        var server = context.Server;
        var address = context.Flags.Address is null ? server.Address : null;
        var ttrpc = server.TtrpcAddress is { IsZero: false } own ? own : null;

        // Until 2.2 the ttrpc socket lies beside the grpc socket unless it has a path of its own.
        var suffix = ttrpc is null && context.Release.NewestFileVersion < 4 ? TtrpcSuffix : string.Empty;
        foreach (var problem in CheckPath(context, address?.At, context.Flags.Address ?? address?.Text ?? DefaultAddress, suffix))
        {
            yield return problem;
        }

        if (ttrpc is { Text: { } ttrpcPath })
        {
            foreach (var problem in CheckPath(context, ttrpc.At, ttrpcPath, string.Empty))
            {
                yield return problem;
            }
        }

        if (server.DebugAddress is { Text: ['/', ..] debugPath } debug)
        {
            foreach (var problem in CheckPath(context, debug.At, debugPath, string.Empty))
            {
                yield return problem;
            }
        }
    }

    private IEnumerable<ConfigProblem> CheckPath(RuleContext context, ConfigPosition? at, string path, string suffix)
    {
        var length = System.Text.Encoding.UTF8.GetByteCount(path + suffix);
        if (length > LengthLimit)
        {
            yield return Fatal(at, $"the socket's path{(suffix.Length > 0 ? $" with {suffix}" : string.Empty)} has {length} bytes; containerd allows {LengthLimit}", "Choose a shorter path.");
        }

        if (!path.StartsWith('/'))
        {
            yield return Warning(at, "the path is not absolute: it depends on the directory that containerd was started in", "Write the full path.");
            yield break;
        }

        if (PathRules.BlockerOf(context.Files, Path.GetDirectoryName(path) ?? "/") is { } blocker)
        {
            yield return Fatal(at, $"{blocker} is not a directory", "Correct the path, or move what is in its way.");
        }

        foreach (var socket in suffix.Length > 0 ? [path, path + suffix] : new[] { path })
        {
            if (context.Files.Stamp(socket).Kind == PathKind.Directory)
            {
                yield return Fatal(
                    at,
                    $"{socket} is a directory, probably made by a hostPath mount while containerd was down",
                    "Stop containerd, rmdir the directory, start containerd, and give the hostPath \"type: Socket\".");
            }
        }
    }
}
