namespace ContainerdExporter.Causes.Configuration;

/// <summary>What the rules must know of the node beyond its files.</summary>
internal sealed record NodeFacts
{
    /// <summary>A kubelet runs here, so CRI is wanted.</summary>
    public bool KubeletRuns { get; init; }

    /// <summary>The kubelet's <c>cgroupDriver</c>; null when its configuration is not there.</summary>
    public string? KubeletCgroupDriver { get; init; }

    /// <summary><c>/sys/fs/cgroup</c> is the unified hierarchy.</summary>
    public bool IsCgroup2 { get; init; }

    /// <summary>PID 1 is systemd (<c>/run/systemd/system</c> exists).</summary>
    public bool IsSystemd { get; init; }

    /// <summary>The file system that carries a path, from the mount table; null when unknown.</summary>
    public Func<string, string?> FileSystemOf { get; init; } = _ => null;

    /// <summary>Where the daemon looks for programs, from its environment or systemd's default.</summary>
    public IReadOnlyList<string> SearchPath { get; init; } =
        ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
}

/// <summary>The daemon's flags, which win over the configuration; null where not given.</summary>
internal sealed record DaemonFlags(string? Address = null, string? Root = null, string? State = null)
{
    public static readonly DaemonFlags None = new();
}
