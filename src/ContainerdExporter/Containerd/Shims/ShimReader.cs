using ContainerdExporter.Linux;

namespace ContainerdExporter.Containerd.Shims;

/// <summary>Finds the shims in the process table. A shim's command line is read once in its life.</summary>
internal sealed class ShimReader(HostPaths host, IsolatedCalls calls)
{
    /// <summary>More shims than this are not looked at: a node's PID limit stops well before.</summary>
    private const int Limit = 5000;

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    /// <summary>A shim that is no shim of ours: a helper, one of a containerd inside a container, or whatever else has the name, which anyone may give a process.</summary>
    private static readonly ShimCommandLine NotOurs = new(string.Empty, string.Empty, string.Empty);

    private readonly IsolatedReads reads = new(calls);
    private Dictionary<ProcessIdentity, ShimCommandLine> known = [];

    public async Task<IReadOnlyList<ShimProcess>> ReadAsync(ProcessTable table)
    {
        var current = new Dictionary<ProcessIdentity, ShimCommandLine>();
        var shims = new List<ShimProcess>();
        reads.BeginLook();
        foreach (var process in table.Named(ProcessNames.Shim).Where(process => !process.IsZombie).Take(Limit))
        {
            var line = known.GetValueOrDefault(process.Identity) ?? await reads.TryAsync(process.Pid, () => Read(process.Pid));
            if (line is null)
            {
                continue; // Its files hang: tried again at the next look.
            }

            // Between fork and exec a shim still shows the command line of the helper that starts it.
            if (line != NotOurs || table.AgeOf(process) > Settled)
            {
                current[process.Identity] = line;
            }

            if (line != NotOurs)
            {
                shims.Add(new ShimProcess(process, table.StartOf(process), line));
            }
        }

        known = current;
        return shims;
    }

    private ShimCommandLine Read(int pid)
    {
        var line = ShimCommandLine.Parse(ProcessFiles.CommandLine(host, pid) ?? []);
        return line is not null
            && HostView.MayBeOfRuntime(host, pid)
            && HostView.SharesPath(host, pid, Path.GetDirectoryName(line.Address) ?? "/")
            ? line
            : NotOurs;
    }
}
