namespace ContainerdExporter.EndToEnd.Fixtures.Monitoring;

/// <summary>One alert of one webhook call.</summary>
/// <param name="Time">When it came.</param>
/// <param name="Receiver">Who was notified: pager or tickets.</param>
/// <param name="Status">firing or resolved.</param>
/// <param name="Labels">The alert's labels.</param>
/// <param name="Annotations">The alert's annotations.</param>
public sealed record Notification(
    DateTimeOffset Time,
    string Receiver,
    string Status,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations)
{
    public string Alert => Labels["alertname"];

    public string Instance => Labels["instance"];

    public override string ToString() =>
        $"{Time:HH:mm:ss.f} {Receiver} {Status} {{{string.Join(", ", Labels.Select(label => $"{label.Key}={label.Value}"))}}}";
}
