using System.Buffers.Text;

namespace ContainerdExporter.Causes.Memory;

/// <summary>What a line of the kernel's log says about an OOM kill.</summary>
internal enum OomLineKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A process was killed: the one line that counts.</summary>
    Killed,

    /// <summary>A kill comes next (Linux up to 5.0); the process named may be the victim's parent.</summary>
    Announced,

    /// <summary>The summary of constraint and cgroups before a kill (Linux 4.19 and later).</summary>
    Summary,

    /// <summary>The cgroups of the next kill (up to 4.18).</summary>
    Limit,

    /// <summary>The rest of a cgroup will be killed with the victim (memory.oom.group).</summary>
    Group,

    /// <summary>The victim was ending by itself; nobody is killed.</summary>
    Spared,

    /// <summary>It begins like a line of the OOM killer, and goes on as none that is known.</summary>
    Unrecognized,
}

/// <summary>One line, taken apart. The formats are those of mm/oom_kill.c and mm/memcontrol.c, 3.10 to 6.18.</summary>
internal readonly ref struct OomLine
{
    private const int LongestName = 64;

    private static ReadOnlySpan<byte> SummaryStart => "oom-kill:constraint="u8;

    public OomLineKind Kind { get; private init; }

    /// <summary>Of the process named; 0 when there is none.</summary>
    public int Pid { get; private init; }

    /// <summary>comm of the process named.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>Null when the line does not tell.</summary>
    public OomScope? Scope { get; private init; }

    /// <summary>The cgroups, in the kernel's words.</summary>
    public ReadOnlySpan<byte> Cgroups { get; private init; }

    /// <summary>Whether the text is a first part: these lines are printed in pieces, between which other lines may come.</summary>
    public static bool IsFirstPart(ReadOnlySpan<byte> text) =>
        (text.StartsWith(SummaryStart) || text.StartsWith("Task in "u8) || text.StartsWith("Tasks in "u8)) && Parse(text).Kind == OomLineKind.None;

    public static OomLine Parse(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith(SummaryStart))
        {
            return Summary(text);
        }

        if (text.StartsWith("Task"u8))
        {
            return Cgroup(text);
        }

        var rest = text;
        OomScope? scope = null;
        if (TrySkip(ref rest, "Memory cgroup out of memory"u8))
        {
            scope = OomScope.Cgroup;
        }
        else if (TrySkip(ref rest, "Out of memory"u8))
        {
            scope = OomScope.Global;
            TrySkip(ref rest, " (oom_kill_allocating_task)"u8);
        }

        if (scope is not null && !TrySkip(ref rest, ": "u8))
        {
            // "and no killable processes", and anything that a process called "Out of memory" makes the kernel say of it.
            return default;
        }

        if (TrySkip(ref rest, "Killed process "u8))
        {
            return Killed(rest, scope);
        }

        if (scope is null)
        {
            return new OomLine { Kind = IsKillByAnotherName(text) ? OomLineKind.Unrecognized : OomLineKind.None };
        }

        if (TrySkip(ref rest, "OOM victim "u8))
        {
            return new OomLine { Kind = OomLineKind.Spared, Pid = Utf8Parser.TryParse(rest, out int spared, out _) ? spared : 0 };
        }

        if (rest.StartsWith("Kill process "u8))
        {
            return new OomLine { Kind = OomLineKind.Announced, Scope = scope };
        }

        return new OomLine { Kind = rest.Length == 0 || IsOfSoNamedProcess(rest) ? OomLineKind.None : OomLineKind.Unrecognized };
    }

    /// <summary>A kill with a prefix that no kernel so far has printed. Too long to be the name of a process.</summary>
    private static bool IsKillByAnotherName(ReadOnlySpan<byte> text) =>
        text.IndexOf(": Killed process "u8) is >= 0 and var start &&
        !text[..start].ContainsAny("/=\"'"u8) && // Not within something that the kernel quotes.
        start + 17 < text.Length && char.IsAsciiDigit((char)text[start + 17]) &&
        text.IndexOf(" total-vm:"u8) > start;

    /// <summary>A message that begins with a process's name, which is free: <c>NAME invoked oom-killer</c>, <c>NAME[12]: segfault</c>.</summary>
    private static bool IsOfSoNamedProcess(ReadOnlySpan<byte> rest) =>
        rest[0] is (byte)'[' or (byte)' ' || rest.IndexOf(" invoked oom-killer: "u8) >= 0;

    /// <summary>N (comm) total-vm:… ; N, UID U, (comm) total-vm:… and N (comm), UID U, total-vm:… of RHEL.</summary>
    private static OomLine Killed(ReadOnlySpan<byte> rest, OomScope? scope)
    {
        var isNumber = Utf8Parser.TryParse(rest, out int pid, out var length) && rest[0] is >= (byte)'0' and <= (byte)'9';
        if (!isNumber && scope is null)
        {
            return default; // A process called "Killed process" that the kernel speaks of.
        }

        var end = rest.LastIndexOf(" total-vm:"u8);
        if (isNumber && end > length && TryFindName(rest[length..end], out var name))
        {
            return new OomLine { Kind = OomLineKind.Killed, Pid = pid, Name = name, Scope = scope };
        }

        return new OomLine { Kind = OomLineKind.Unrecognized };
    }

    private static bool TryFindName(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (text.StartsWith(", UID "u8))
        {
            text = text[", UID "u8.Length..];
            text = text[DigitsAt(text)..];
            if (!TrySkip(ref text, ","u8))
            {
                return false;
            }
        }

        if (!TrySkip(ref text, " ("u8))
        {
            return false;
        }

        // The name may itself hold anything; what follows it is fixed.
        if (text.EndsWith(","u8) && text.LastIndexOf("), UID "u8) is >= 0 and var uid)
        {
            text = text[..(uid + 1)];
        }

        if (!text.EndsWith(")"u8) || text.Length > LongestName)
        {
            return false;
        }

        name = text[..^1];
        return true;
    }

    /// <summary>oom-kill:constraint=…,nodemask=…,cpuset=…,mems_allowed=…,(global_oom|oom_memcg=…),task_memcg=…,task=…,pid=…,uid=….</summary>
    private static OomLine Summary(ReadOnlySpan<byte> text)
    {
        var uid = text.LastIndexOf(",uid="u8);
        var pid = uid < 0 ? -1 : text[..uid].LastIndexOf(",pid="u8);
        if (pid < 0 ||
            uid + 5 + DigitsAt(text[(uid + 5)..]) != text.Length ||
            !Utf8Parser.TryParse(text[(pid + 5)..uid], out int number, out var digits) ||
            pid + 5 + digits != uid)
        {
            return default;
        }

        // The allocator's cpuset, a name that a container may have chosen, comes before these; but it holds no slash.
        var cgroups = text[..pid];
        var start = cgroups.IndexOf(",oom_memcg=/"u8);
        start = start >= 0 ? start + 1 : cgroups.IndexOf(",task_memcg=/"u8);
        return new OomLine
        {
            Kind = OomLineKind.Summary,
            Pid = number,
            Scope = text.StartsWith("oom-kill:constraint=CONSTRAINT_MEMCG,"u8) ? OomScope.Cgroup : OomScope.Global,
            Cgroups = start < 0 ? default : cgroups[start..],
        };
    }

    /// <summary>Task in P killed as a result of limit of L; Tasks in P are going to be killed due to memory.oom.group set.</summary>
    private static OomLine Cgroup(ReadOnlySpan<byte> text)
    {
        if (TrySkip(ref text, "Task in "u8) && text.LastIndexOf(" killed as a result of limit of "u8) > 0)
        {
            return new OomLine { Kind = OomLineKind.Limit, Scope = OomScope.Cgroup, Cgroups = text };
        }

        return TrySkip(ref text, "Tasks in "u8) && text.LastIndexOf(" are going to be killed due to memory.oom.group set"u8) is > 0 and var end
            ? new OomLine { Kind = OomLineKind.Group, Scope = OomScope.Cgroup, Cgroups = text[..end] }
            : default;
    }

    private static int DigitsAt(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end ? end : text.Length;

    private static bool TrySkip(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix)
    {
        if (!text.StartsWith(prefix))
        {
            return false;
        }

        text = text[prefix.Length..];
        return true;
    }
}
