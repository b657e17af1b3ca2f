using System.ComponentModel;
using System.Diagnostics;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Discovery;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>Asks an installed containerd for its version: <c>containerd --version</c>, once per program file.</summary>
internal sealed class InstalledRelease
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>The last answer. Two callers at once may both ask: the answers are the same.</summary>
    private Answer? known;

    private sealed record Answer(string Path, DateTime Written, ContainerdRelease? Release);

    /// <summary>The release of the program that the distribution runs; null when there is none or it does not tell.</summary>
    public async Task<ContainerdRelease?> FindAsync(Distribution distribution)
    {
        if (Candidates(distribution).FirstOrDefault(File.Exists) is not { } path)
        {
            return null;
        }

        var written = File.GetLastWriteTimeUtc(path);
        if (known is not { } last || last.Path != path || last.Written != written)
        {
            known = last = new Answer(path, written, await AskAsync(path));
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

    private static async Task<ContainerdRelease?> AskAsync(string path)
    {
        using var timeout = new CancellationTokenSource(Deadline);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(path, "--version") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
            if (process is null)
            {
                return null;
            }

            try
            {
                var line = await process.StandardOutput.ReadLineAsync(timeout.Token);
                await process.WaitForExitAsync(timeout.Token);

                // containerd github.com/containerd/containerd 1.7.24 88bf19b2…
                return line?.Split(' ') is [_, _, var version, ..] ? ContainerdRelease.Parse(version) : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                return null;
            }
        }
        catch (Win32Exception)
        {
            return null; // No program of this machine.
        }
    }
}
