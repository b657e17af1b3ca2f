using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>Asks an installed containerd for its version: <c>containerd --version</c>, once per program file.</summary>
internal sealed class InstalledRelease(IsolatedCalls calls)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>To look at the file, beside the time that the program has.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The last answer. Two callers at once may both ask: the answers are the same.</summary>
    private Answer? known;

    private sealed record Answer(string Path, DateTime Written, ContainerdRelease? Release);

    /// <summary>The release of the program that the instance's distribution runs; null when there is none or it does not tell.</summary>
    public async Task<ContainerdRelease?> FindAsync(ContainerdInstance instance)
    {
        try
        {
            return await calls.RunAsync($"release {instance.Address}", () => Find(instance.Distribution), Deadline + Patience);
        }
        catch (TimeoutException)
        {
            return null; // On a file system that does not answer.
        }
    }

    private ContainerdRelease? Find(Distribution distribution)
    {
        if (Candidates(distribution).FirstOrDefault(File.Exists) is not { } path)
        {
            return null;
        }

        var written = File.GetLastWriteTimeUtc(path);
        if (known is not { } last || last.Path != path || last.Written != written)
        {
            known = last = new Answer(path, written, Ask(path));
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
