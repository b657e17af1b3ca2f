using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Causes.Runtime.Processes;

/// <summary>Says which runtime processes are stuck, with the kernel's own words as evidence.</summary>
internal static class RuntimeProcessFindings
{
    private const string Alert = "ContainerdRuntimeStuck";
    private const int ProcessLimit = 8;
    private const int WordLimit = 400;

    public static IEnumerable<Finding> Of(RuntimeProcessSample sample) => sample.Processes
        .Where(each => each.Stuck is not null)
        .GroupBy(each => each.Stuck!.Value)
        .OrderBy(group => group.Key)
        .Select(Judge);

    private static Finding Judge(IGrouping<StuckReason, JudgedProcess> group)
    {
        var oldestFirst = group.Select(each => each.Process).OrderByDescending(process => process.Age).ToList();
        var names = string.Join(", ", oldestFirst.Select(NameOf).Distinct(StringComparer.Ordinal).Take(ProcessLimit));
        return new Finding(
            Cause.Runtime,
            Severity.Critical,
            Alert,
            Address: null,
            $"{oldestFirst.Count} OCI runtime process{(oldestFirst.Count == 1 ? " is" : "es are")} stuck ({names}): {Words(group.Key)}.",
            [.. oldestFirst.Take(ProcessLimit).Select(Describe)])
        { Subject = group.Key.ToString() };
    }

    private static string Words(StuckReason reason) => reason switch
    {
        StuckReason.Uninterruptible => "blocked inside the kernel, where no signal reaches it",
        StuckReason.Frozen => "its cgroup is frozen",
        StuckReason.Overdue => "its command should have been done in a second",
        _ => "it has ended, and its shim or daemon does not collect it",
    };

    private static string NameOf(RuntimeProcess process) => $"{process.Runtime} {process.Command.Command.ToLabel()}";

    private static Evidence Describe(RuntimeProcess process)
    {
        List<string> facts =
        [
            $"state {process.Process.State}",
            $"age {Age(process.Age)}",
            $"parent {process.Process.ParentPid}",
        ];
        if (process.Waits is { } waits)
        {
            facts.Add($"waits in {waits.Channel ?? "an unknown place"}");
            if (waits.Stack.Count > 0)
            {
                facts.Add($"kernel stack {string.Join(" < ", waits.Stack)}");
            }
        }

        if (process.Words.Count > 0)
        {
            facts.Add($"command line {Cut(string.Join(' ', process.Words))}");
        }

        return new Evidence($"pid {process.Process.Pid} ({NameOf(process)})", string.Join("; ", facts));
    }

    private static string Age(TimeSpan age) => age.TotalHours >= 1 ? $"{age.TotalHours:0.0} h" : $"{age.TotalSeconds:0} s";

    private static string Cut(string text) => text.Length <= WordLimit ? text : $"{text[..WordLimit]}…";
}
