using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>What several rules ask of a path.</summary>
internal static class PathRules
{
    /// <summary>
    /// What keeps a directory from being made at a path: the nearest thing that exists there is no directory. Null when
    /// nothing does.
    /// </summary>
    public static string? BlockerOf(INodeFiles files, string path)
    {
        for (var current = path; current is { Length: > 1 }; current = Path.GetDirectoryName(current))
        {
            var kind = files.Stamp(current).Kind;
            if (kind is PathKind.Missing or PathKind.BehindFile)
            {
                continue;
            }

            return kind is PathKind.Directory or PathKind.Denied or PathKind.Failing ? null : current;
        }

        return null;
    }
}
