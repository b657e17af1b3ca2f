using System.Runtime.InteropServices;
using System.Text;
using ContainerdExporter.Linux.KernelLog;

namespace ContainerdExporter.Causes.Memory;

/// <summary>
/// Finds the OOM killer's victims in the kernel's records. One kill is spread over several of them, and other kills and
/// other messages may come in between; so what precedes a kill is kept, briefly and bounded, until its line comes.
/// </summary>
internal sealed class OomParser
{
    /// <summary>The kernel's longest record is half of this.</summary>
    private const int LineLimit = 16 << 10;

    private const int SummaryLimit = 16;

    /// <summary>Lines of one kill are printed within milliseconds; a slow serial console makes seconds of it, since the dump lies between them.</summary>
    private const long MemoryMicroseconds = 5_000_000;

    private readonly List<Summary> summaries = [];
    private readonly List<byte> firstPart = [];
    private OomScope? announced;
    private string? limit;
    private string? group;
    private int groupVictim;
    private long lastTouched;

    /// <summary>No more bytes than this are ever kept.</summary>
    public static int KeepLimit => LineLimit * (SummaryLimit + 3);

    /// <summary>Bytes kept for records to come.</summary>
    public int KeptBytes => firstPart.Count + (limit?.Length ?? 0) + (group?.Length ?? 0) + summaries.Sum(summary => summary.Cgroups.Length);

    /// <summary>Lines that look like a kill and are not understood.</summary>
    public long Unrecognized { get; private set; }

    /// <summary>The last process killed; a group kill names it a second time.</summary>
    public int LastVictim { get; private set; }

    /// <summary>Whether nothing is kept for records to come.</summary>
    public bool IsSettled => summaries.Count == 0 && firstPart.Count == 0 && announced is null && limit is null && group is null;

    /// <summary>Forgets what is kept for a kill.</summary>
    public void Settle()
    {
        summaries.Clear();
        firstPart.Clear();
        announced = null;
        limit = null;
        group = null;
        groupVictim = 0;
    }

    /// <summary>Starts from what an earlier parser had counted.</summary>
    public void Restore(long unrecognized, int lastVictim)
    {
        Settle();
        Unrecognized = unrecognized;
        LastVictim = lastVictim;
    }

    /// <summary>Takes the next of the kernel's own records; returns the kill that it reports.</summary>
    public OomKill? Take(in KernelRecord record)
    {
        if (record.Text.Length > LineLimit)
        {
            return null;
        }

        if (!IsSettled && record.Microseconds - lastTouched > MemoryMicroseconds)
        {
            Settle();
        }

        if (record.IsContinuation && firstPart.Count > 0)
        {
            return Continue(record);
        }

        if (OomLine.IsFirstPart(record.Text))
        {
            firstPart.Clear();
            firstPart.AddRange(record.Text);
            lastTouched = record.Microseconds;
            return null;
        }

        return Take(OomLine.Parse(record.Text), record.Microseconds);
    }

    private OomKill? Continue(in KernelRecord record)
    {
        if (firstPart.Count + record.Text.Length > LineLimit)
        {
            firstPart.Clear();
            return null;
        }

        firstPart.AddRange(record.Text);
        lastTouched = record.Microseconds;
        var line = OomLine.Parse(CollectionsMarshal.AsSpan(firstPart));
        if (line.Kind == OomLineKind.None)
        {
            return null;
        }

        var kill = Take(line, record.Microseconds);
        firstPart.Clear();
        return kill;
    }

    private OomKill? Take(in OomLine line, long microseconds)
    {
        if (line.Kind != OomLineKind.None)
        {
            lastTouched = microseconds;
        }

        switch (line.Kind)
        {
            case OomLineKind.Killed:
                return Kill(line);
            case OomLineKind.Announced:
                announced = line.Scope;
                break;
            case OomLineKind.Summary:
                Keep(new Summary(line.Pid, line.Scope!.Value, line.Cgroups.ToArray()));
                break;
            case OomLineKind.Limit:
                limit = Encoding.UTF8.GetString(line.Cgroups);
                break;
            case OomLineKind.Group:
                group = Encoding.UTF8.GetString(line.Cgroups);
                groupVictim = LastVictim;
                break;
            case OomLineKind.Spared:
                Forget(line.Pid);
                break;
            case OomLineKind.Unrecognized:
                Unrecognized++;
                break;
        }

        return null;
    }

    private OomKill? Kill(in OomLine line)
    {
        if (group is not null && line.Pid == groupVictim)
        {
            groupVictim = 0; // The kernel kills, and names, the first victim of a group once more with the others.
            return null;
        }

        var summary = Forget(line.Pid);
        var isOfGroup = summary is null && group is not null && line.Scope == OomScope.Cgroup;
        var cgroups = summary?.CgroupsOf(line.Name) ?? (isOfGroup ? group : limit);
        var scope = line.Scope ?? summary?.Scope ?? announced ?? (limit is null ? OomScope.Global : OomScope.Cgroup);
        announced = null;
        limit = null;
        LastVictim = line.Pid;
        return new OomKill(line.Pid, Encoding.UTF8.GetString(line.Name), scope, cgroups);
    }

    private void Keep(Summary summary)
    {
        Forget(summary.Pid);
        if (summaries.Count == SummaryLimit)
        {
            summaries.RemoveAt(0);
        }

        summaries.Add(summary);
    }

    private Summary? Forget(int pid)
    {
        var index = summaries.FindIndex(summary => summary.Pid == pid);
        if (index < 0)
        {
            return null;
        }

        var found = summaries[index];
        summaries.RemoveAt(index);
        return found;
    }

    /// <param name="Pid">The victim to come.</param>
    /// <param name="Scope">By the constraint.</param>
    /// <param name="Cgroups">The cgroups, and then <c>,task=</c> with the victim's name.</param>
    private sealed record Summary(int Pid, OomScope Scope, byte[] Cgroups)
    {
        /// <summary>Both cgroups and names may hold any text; cutting off the name that is known leaves the cgroups. Null when it does not fit.</summary>
        public string? CgroupsOf(ReadOnlySpan<byte> name)
        {
            ReadOnlySpan<byte> text = Cgroups;
            if (!text.EndsWith(name))
            {
                return null;
            }

            text = text[..^name.Length];
            return text.EndsWith(",task="u8) ? Encoding.UTF8.GetString(text[..^",task="u8.Length]) : null;
        }
    }
}
