namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>The release lines of containerd that <c>tests/debian-releases.sh</c> unpacks: 1.6, 1.7 and 2.1.</summary>
public static class ContainerdReleases
{
    public static string Root => Environment.GetEnvironmentVariable("CONTAINERD_VERSIONS") ?? Repository.PathOf("artifacts/containerd");

    /// <summary>Where a line's programs are.</summary>
    public static string ProgramsOf(string line) => Path.Combine(Root, line, "usr/bin");
}
