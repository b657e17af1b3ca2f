using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Shims;

/// <summary>Confirms a suspicion that has been the same in every survey for long enough, or that tells itself for how long it has been so: containers come and go between two looks.</summary>
internal sealed class ShimHistory
{
    private Dictionary<(ProcessIdentity Key, OrphanReason Reason), TimeSpan> orphans = [];
    private Dictionary<ShimBundle, TimeSpan> bundles = [];

    /// <param name="suspects">What the present survey suspects; null when it could not tell, which changes nothing.</param>
    /// <param name="now">Its time, by a clock that never steps.</param>
    /// <param name="after">For how long a suspicion must have lasted.</param>
    public ShimSuspects Confirm(ShimSuspects? suspects, TimeSpan now, TimeSpan after)
    {
        if (suspects is not null)
        {
            orphans = Carry(orphans, suspects.Orphans.Select(pair => (Key: pair.Key, Reason: pair.Value)), key => now - suspects.EvidentFor.GetValueOrDefault(key.Key));
            bundles = Carry(bundles, suspects.Bundles, _ => now);
        }

        return new ShimSuspects(
            Held(orphans, now, after).ToDictionary(key => key.Key, key => key.Reason),
            Held(bundles, now, after).ToHashSet());
    }

    /// <summary>Keeps the time of the first suspicion; what is not suspected any more starts from the beginning.</summary>
    private static Dictionary<TKey, TimeSpan> Carry<TKey>(Dictionary<TKey, TimeSpan> before, IEnumerable<TKey> suspects, Func<TKey, TimeSpan> since)
        where TKey : notnull => suspects.ToDictionary(key => key, key => before.TryGetValue(key, out var first) ? first : since(key));

    private static IEnumerable<TKey> Held<TKey>(Dictionary<TKey, TimeSpan> since, TimeSpan now, TimeSpan after)
        where TKey : notnull => since.Where(pair => now - pair.Value >= after).Select(pair => pair.Key);
}
