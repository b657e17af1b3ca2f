using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Linux;

namespace ContainerdExporter.SupportBundle.Sources;

/// <summary>The newest lines of the daemons' journal, by <c>journalctl</c>: the host's own, so not from inside a container.</summary>
internal static class JournalLines
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private const string SearchPath = "/usr/bin:/bin:/usr/sbin:/sbin";

    /// <summary>Newest first, so that what does not fit is the oldest.</summary>
    public static string Read(IEnumerable<ContainerdInstance> instances, int limit)
    {
        var units = instances.Select(instance => UnitFiles.UnitOf(instance) ?? "containerd").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        string[] arguments = ["--no-pager", "--quiet", "--reverse", "--since=-24h", "--output=short-iso-precise", .. units.Select(unit => $"--unit={unit}.service")];
        var outcome = ProgramRun.ToItsEnd("journalctl", arguments, SearchPath, Patience - TimeSpan.FromSeconds(2), limit);
        return outcome switch
        {
            { StartError: { } error } => throw new IOException($"journalctl cannot be started: error {error}"),
            { IsLate: true } => throw new TimeoutException("journalctl does not end"),
            { ExitCode: not 0 } => throw new IOException($"journalctl: {OneLine.Of(outcome.Errors.Trim())}"),
            { Output: var output } => output,
        };
    }
}
