using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Causes.Disk.Usage;

/// <summary>Says what fills a file system that carries containerd's root.</summary>
internal static class UsageEvidence
{
    /// <summary>Each part and what it takes, the largest first; empty when nothing was counted.</summary>
    /// <param name="usage">The areas.</param>
    /// <param name="used">What is used on the whole file system, in the same unit.</param>
    /// <param name="amount">Bytes or inodes of an area.</param>
    public static IReadOnlyList<UsagePart> PartsOf(StoreUsage? usage, double used, Func<AreaUsage, double> amount)
    {
        var areas = usage?.Areas.Where(area => area.IsOnRoot).ToList() ?? [];
        if (areas.Count == 0)
        {
            return [];
        }

        // What is not counted is in the rest, so the rest's name says what it may be.
        var isComplete = areas.Exists(area => area.Area == StoreArea.Layers);
        var rest = new UsagePart(isComplete ? "everything else on it" : "everything else on it, unpacked images and containers included", Math.Max(0, used - areas.Sum(amount)));
        return [.. areas.Select(area => new UsagePart(NameOf(area.Area), amount(area))).Append(rest).OrderByDescending(part => part.Amount)];
    }

    public static IEnumerable<Evidence> Of(IReadOnlyList<UsagePart> parts, Func<double, string> format) =>
        parts.Select(part => new Evidence($"taken by {part.Name}", format(part.Amount)));

    /// <summary>The end of a summary.</summary>
    public static string Biggest(IReadOnlyList<UsagePart> parts, Func<double, string> format) =>
        parts.Count == 0 ? "." : $"; most is taken by {parts[0].Name} ({format(parts[0].Amount)}).";

    private static string NameOf(StoreArea area) => area switch
    {
        StoreArea.Content => "downloaded blobs of images",
        StoreArea.Ingests => "unfinished downloads",
        StoreArea.Layers => "unpacked layers of images",
        _ => "writable layers of containers",
    };
}

/// <summary>A part of what is used.</summary>
internal readonly record struct UsagePart(string Name, double Amount);
