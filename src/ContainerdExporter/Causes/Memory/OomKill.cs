namespace ContainerdExporter.Causes.Memory;

/// <summary>What had run out of memory.</summary>
internal enum OomScope
{
    /// <summary>The node, or the part of it that a cpuset or a memory policy allows.</summary>
    Global,

    /// <summary>A memory cgroup.</summary>
    Cgroup,
}

/// <summary>One process that the kernel's OOM killer ended.</summary>
/// <param name="Pid">In the node's PID namespace.</param>
/// <param name="Name">comm: at most 15 bytes, set freely by the process.</param>
/// <param name="Scope">What had run out.</param>
/// <param name="Cgroups">
/// The kernel's words on the cgroups: that of the victim, after the one whose limit was hit where there was one. Null
/// when the kernel left them out, as it does after ten kills in five seconds.
/// </param>
internal sealed record OomKill(int Pid, string Name, OomScope Scope, string? Cgroups);
