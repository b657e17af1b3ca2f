namespace ContainerdExporter.Diagnosis.Timeline;

/// <summary>
/// The order of what one look finds new. Of some the node says when it was. For the rest there is the time between two looks: what
/// lies at the ground was there from its beginning, and what that may have caused came at its end.
/// </summary>
internal static class ChangeOrder
{
    private static readonly string[] Ground = [Cause.Storage.ToLabel(), Cause.Disk.ToLabel(), Cause.Configuration.ToLabel()];

    /// <summary>Damage of the store: by a disk that failed, or was full.</summary>
    private static readonly string[] Damage = ["ContainerdMetadataCorrupt", "ContainerdContentDamaged"];

    public static IEnumerable<StateChange> Sort(IEnumerable<StateChange> changes) => changes
        .OrderBy(TimeOf)
        .ThenBy(DepthOf)
        .ThenBy(change => change.What, StringComparer.Ordinal);

    private static DateTimeOffset TimeOf(StateChange change) =>
        change is { IsEnd: false, IsLandmark: false } && IsGround(change) ? change.NotBefore ?? change.NotAfter : change.NotAfter;

    private static bool IsGround(StateChange change) => Ground.Contains(change.Cause) && !Damage.Contains(change.Alert);

    /// <summary>What ended made room for what began; a daemon that started did so before it failed.</summary>
    private static int DepthOf(StateChange change) =>
        change.IsEnd ? -2
        : change.IsLandmark ? -1
        : Damage.Contains(change.Alert) ? FindingOrder.Depth(string.Empty, Cause.Disk.ToLabel())
        : FindingOrder.Depth(change.Alert ?? string.Empty, change.Cause);
}
