using System.Collections.Concurrent;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>Asks an installed containerd for its version: <c>containerd --version</c>, once per program file that tells.</summary>
/// <param name="calls">A file system that hangs holds a thread of these.</param>
/// <param name="time">The clock.</param>
internal sealed class InstalledRelease(IsolatedCalls calls, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>To look at the file, beside the time that the program has.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>A program that did not tell is asked again: a node that has just booted may be too busy for it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>The last answer of each program. Two callers at once may both ask: the answers are the same.</summary>
    private readonly ConcurrentDictionary<string, Answer> known = new(StringComparer.Ordinal);

    private sealed record Answer(DateTime Written, ContainerdRelease? Release, long At);

    /// <summary>The release of the instance's program; null when there is none or it does not tell.</summary>
    /// <param name="instance">Which.</param>
    /// <param name="program">What its last daemon ran; null for what its distribution runs.</param>
    public async Task<ContainerdRelease?> FindAsync(ContainerdInstance instance, string? program)
    {
        try
        {
            return await calls.RunAsync($"release {instance.Address}", () => Find(program is null ? Candidates(instance.Distribution) : [program]), Deadline + Patience);
        }
        catch (TimeoutException)
        {
            return null; // On a file system that does not answer.
        }
    }

    /// <summary>The release of the first of these programs that is there.</summary>
    internal ContainerdRelease? Find(IEnumerable<string> programs)
    {
        if (programs.FirstOrDefault(File.Exists) is not { } path)
        {
            return null;
        }

        var written = File.GetLastWriteTimeUtc(path);
        if (!known.TryGetValue(path, out var last) || last.Written != written || (last.Release is null && time.GetElapsedTime(last.At) >= Pause))
        {
            known[path] = last = new Answer(written, Ask(path), time.GetTimestamp());
        }

        return last.Release;
    }

    private static IEnumerable<string> Candidates(Distribution distribution) => distribution switch
    {
        Distribution.K3s => ["/var/lib/rancher/k3s/data/current/bin/containerd"],
        Distribution.Rke2 => ["/var/lib/rancher/rke2/bin/containerd"],
        Distribution.Microk8s => ["/snap/microk8s/current/bin/containerd"],
        Distribution.K0s => ["/var/lib/k0s/bin/containerd"],
        _ => new NodeFacts().SearchPath.Select(directory => $"{directory}/containerd"),
    };

    /// <summary>Its answer is <c>containerd github.com/containerd/containerd 1.7.24 88bf19b2…</c>.</summary>
    private static ContainerdRelease? Ask(string path) =>
        ProgramRun.ToItsEnd(path, ["--version"], string.Join(':', new NodeFacts().SearchPath), Deadline) is { ExitCode: not null } outcome &&
        outcome.Output.Split('\n')[0].Split(' ') is [_, _, var version, ..]
            ? ContainerdRelease.Parse(version)
            : null;
}
