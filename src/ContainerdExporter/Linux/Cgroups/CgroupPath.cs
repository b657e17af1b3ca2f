namespace ContainerdExporter.Linux.Cgroups;

/// <summary>
/// Paths of control groups as a reader in a cgroup namespace of its own sees them (cgroup_namespaces(7)): with a step up for each of its own
/// levels that the other does not share. Where the reader itself is, nobody tells it, so the levels that both share are guessed.
/// </summary>
internal static class CgroupPath
{
    private const string Up = "/..";
    private const string Slice = ".slice";

    /// <summary>Where most services are, and Docker's containers on a node of version 2: the one parent that its name does not tell.</summary>
    private const string Services = "/system.slice";

    /// <summary>Whether a hierarchy is mounted from its root on, which may be above the reader's own.</summary>
    public static bool IsRoot(string path) => BelowSteps(path) == "/";

    /// <summary>The paths below the root of the hierarchy that may be meant; the one that exists is.</summary>
    public static IEnumerable<string> Candidates(string path)
    {
        var below = BelowSteps(path);
        if (below.Length == path.Length || below == "/")
        {
            yield return below;
            yield break;
        }

        var first = below[1..].Split('/', 2)[0];
        if (first.EndsWith(Slice, StringComparison.Ordinal))
        {
            yield return ParentsOf(first) + below;
            yield break;
        }

        yield return below;
        yield return Services + below;
    }

    private static string BelowSteps(string path)
    {
        var below = path.AsSpan();
        while (below.StartsWith(Up) && (below.Length == Up.Length || below[Up.Length] == '/'))
        {
            below = below[Up.Length..];
        }

        return below.IsEmpty ? "/" : below.ToString();
    }

    /// <summary>A slice's name tells where it is: <c>a-b-c.slice</c> is in <c>a-b.slice</c>, and that in <c>a.slice</c> (systemd.slice(5)).</summary>
    private static string ParentsOf(string slice)
    {
        var parents = string.Empty;
        for (var dash = slice.IndexOf('-', StringComparison.Ordinal); dash > 0; dash = slice.IndexOf('-', dash + 1))
        {
            parents += $"/{slice[..dash]}{Slice}";
        }

        return parents;
    }
}
