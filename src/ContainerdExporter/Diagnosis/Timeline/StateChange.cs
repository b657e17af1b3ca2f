namespace ContainerdExporter.Diagnosis.Timeline;

/// <summary>One change of this node's state, as it was seen: a trouble that began, changed its severity or ended, or a landmark.</summary>
internal sealed record StateChange
{
    /// <summary>The state of what is not wrong.</summary>
    public const string Ok = "ok";

    /// <summary>Rises by one with each change, whatever becomes of the clock.</summary>
    public required long Number { get; init; }

    /// <summary>The last look at which it had not happened yet; null when nobody had looked before.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The look at which it was seen; the same as <see cref="NotBefore"/> where the node itself says when it was.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>The cause it belongs to, as the alerts' label has it.</summary>
    public required string Cause { get; init; }

    /// <summary>The gRPC socket of the instance concerned; null for the whole node.</summary>
    public string? Address { get; init; }

    /// <summary>The alert that the trouble is evidence for; null for a landmark.</summary>
    public string? Alert { get; init; }

    /// <summary>What it is about, where an alert can have several at one address.</summary>
    public string? Subject { get; init; }

    /// <summary>In few words: <c>disk full</c>, <c>containerd started</c>.</summary>
    public required string What { get; init; }

    /// <summary><c>ok</c> or a severity; null for a landmark.</summary>
    public string? From { get; init; }

    /// <summary>As <see cref="From"/>.</summary>
    public string? To { get; init; }

    /// <summary>The finding's sentence. May hold text from the node: escape it where it is shown.</summary>
    public string? Summary { get; init; }

    /// <summary>The first facts of the finding.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    public bool IsLandmark => To is null;

    public bool IsEnd => To == Ok;

    public bool IsCritical => To == Severity.Critical.ToLabel();

    /// <summary>When, as far as it is known.</summary>
    public string Describe(bool withDate)
    {
        var form = withDate ? "yyyy-MM-dd HH:mm:ss" : "HH:mm:ss";
        return NotBefore is not { } earliest ? $"before {Format(NotAfter)}"
            : earliest == NotAfter ? Format(NotAfter)
            : $"{Format(earliest)} to {NotAfter.UtcDateTime:HH:mm:ss}";

        string Format(DateTimeOffset time) => time.UtcDateTime.ToString(form, System.Globalization.CultureInfo.InvariantCulture);
    }
}
