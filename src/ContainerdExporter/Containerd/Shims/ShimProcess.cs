using ContainerdExporter.Linux;

namespace ContainerdExporter.Containerd.Shims;

/// <summary>A running shim of this node.</summary>
/// <param name="Process">Its entry in the process table; parent 1 is normal.</param>
/// <param name="StartTime">When it started.</param>
/// <param name="Line">What it was started for.</param>
internal sealed record ShimProcess(ProcessEntry Process, DateTimeOffset StartTime, ShimCommandLine Line)
{
    /// <summary>Stopped by a signal: it answers nobody until SIGCONT.</summary>
    public bool IsStopped => Process.State is 'T' or 't';
}
