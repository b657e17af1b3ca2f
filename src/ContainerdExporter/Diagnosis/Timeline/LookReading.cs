namespace ContainerdExporter.Diagnosis.Timeline;

/// <summary>Which boot the node is in.</summary>
/// <param name="Id">The kernel's name for it (/proc/sys/kernel/random/boot_id).</param>
/// <param name="At">When it began.</param>
internal sealed record BootIdentity(string Id, DateTimeOffset At);

/// <summary>Compares one look at the node, source by source, with what is remembered.</summary>
/// <param name="before">What is remembered.</param>
/// <param name="boot">The boot that the node is in; null when that is not known.</param>
/// <param name="taken">When it was looked.</param>
/// <param name="stamp">The same by the clock that nobody sets.</param>
internal sealed class LookReading(HistoryState before, BootIdentity? boot, DateTimeOffset taken, long stamp)
{
    /// <summary>Of one finding, this much is kept.</summary>
    private const int EvidenceLimit = 3;
    private const int TextLimit = 240;

    private readonly Dictionary<string, SourceState> sources = new(before.Sources, StringComparer.Ordinal);
    private readonly Dictionary<string, string> landmarks = new(before.Landmarks, StringComparer.Ordinal);
    private readonly List<StateChange> changes = [];

    /// <summary>Reads what one source says.</summary>
    /// <returns>Its findings, each with the trouble that it is a sight of.</returns>
    public IEnumerable<(Finding Finding, OpenTrouble Trouble)> Read(SourceLook look)
    {
        var last = before.Sources.GetValueOrDefault(look.Source);
        var known = (last?.Open ?? []).ToDictionary(trouble => trouble.Key);
        var open = look.Findings.GroupBy(KeyOf).ToDictionary(group => group.Key, group => Continue(known.GetValueOrDefault(group.Key), group.MaxBy(finding => finding.Severity)!, last));
        if (last is null || last.Stamp <= stamp)
        {
            Note(look, last, known, open);
            sources[look.Source] = new SourceState(taken, [.. open.Values]) { Stamp = stamp };
        }

        return look.Findings.Select(finding => (finding, open[KeyOf(finding)]));
    }

    /// <summary>What is to be remembered from now on.</summary>
    public HistoryState Result()
    {
        if (boot is not null)
        {
            See(new Landmark("node booted", Cause.Liveness, Address: null, boot.Id, boot.At));
        }

        return before with
        {
            Sources = sources,
            Landmarks = landmarks,
            Changes = changes.Count == 0 ? before.Changes : ChangeRing.Append(before.Changes, ChangeOrder.Sort(changes)),
        };
    }

    private OpenTrouble Continue(OpenTrouble? known, Finding finding, SourceState? last) => known is not null
        ? known with { Severity = finding.Severity.ToLabel() }
        : new OpenTrouble(finding.Alert, finding.Address, finding.Subject, finding.Cause.ToLabel(), finding.Severity.ToLabel(), taken, stamp, IsAtLeast: last is null);

    private void Note(
        SourceLook look,
        SourceState? last,
        Dictionary<(string Alert, string? Address, string? Subject), OpenTrouble> known,
        Dictionary<(string Alert, string? Address, string? Subject), OpenTrouble> open)
    {
        foreach (var landmark in look.Landmarks)
        {
            See(landmark);
        }

        foreach (var finding in look.Findings.OrderByDescending(finding => finding.Severity).DistinctBy(KeyOf))
        {
            var from = known.GetValueOrDefault(KeyOf(finding))?.Severity ?? StateChange.Ok;
            if (from != finding.Severity.ToLabel())
            {
                changes.Add(Change(finding, from, last));
            }
        }

        changes.AddRange(known.Values.Where(trouble => !open.ContainsKey(trouble.Key)).Select(trouble => End(trouble, last)));
    }

    private void See(Landmark landmark)
    {
        var kind = $"{landmark.What} {landmark.Address}";
        if (landmarks.GetValueOrDefault(kind) == landmark.Identity)
        {
            return;
        }

        landmarks[kind] = landmark.Identity;
        changes.Add(new StateChange
        {
            Number = 0,
            NotBefore = landmark.At,
            NotAfter = landmark.At,
            Cause = landmark.Cause.ToLabel(),
            Address = landmark.Address,
            What = landmark.What,
        });
    }

    private StateChange Change(Finding finding, string from, SourceState? last)
    {
        var happened = from == StateChange.Ok ? finding.Happened : null;
        return new StateChange
        {
            Number = 0,
            NotBefore = happened ?? Earliest(last),
            NotAfter = happened ?? taken,
            Cause = finding.Cause.ToLabel(),
            Address = finding.Address,
            Alert = finding.Alert,
            Subject = finding.Subject,
            What = AlertWords.Of(finding.Alert),
            From = from,
            To = finding.Severity.ToLabel(),
            Summary = Shorten(finding.Summary),
            Evidence = [.. finding.Evidence.Take(EvidenceLimit).Select(evidence => new Evidence(Shorten(evidence.What), Shorten(evidence.Value)))],
        };
    }

    private StateChange End(OpenTrouble trouble, SourceState? last) => new()
    {
        Number = 0,
        NotBefore = Earliest(last),
        NotAfter = taken,
        Cause = trouble.Cause,
        Address = trouble.Address,
        Alert = trouble.Alert,
        Subject = trouble.Subject,
        What = AlertWords.Of(trouble.Alert),
        From = trouble.Severity,
        To = StateChange.Ok,
    };

    /// <summary>A clock that was set back must not make an end lie before its beginning.</summary>
    private DateTimeOffset? Earliest(SourceState? last) => last is null ? null : last.Taken < taken ? last.Taken : taken.AddTicks(-1);

    private static (string Alert, string? Address, string? Subject) KeyOf(Finding finding) => (finding.Alert, finding.Address, finding.Subject);

    private static string Shorten(string text) => text.Length <= TextLimit ? text : string.Concat(text.AsSpan(0, TextLimit - 1), "…");
}
