using System.Globalization;

namespace ContainerdExporter.Containerd.Config;

/// <summary>A containerd release, and how it treats the versions of configuration files.</summary>
internal readonly record struct ContainerdRelease(int Major, int Minor, int Patch) : IComparable<ContainerdRelease>
{
    /// <summary>The newest line whose configuration is modelled.</summary>
    public static readonly ContainerdRelease Newest = new(2, 3, 4);

    /// <summary>The oldest.</summary>
    public static readonly ContainerdRelease Oldest = new(1, 6, 0);

    public bool IsV1 => Major < 2;

    /// <summary>The highest file version that the release understands (version/version.go ConfigVersion).</summary>
    public int NewestFileVersion => IsV1 ? 2 : this < new ContainerdRelease(2, 3, 0) ? 3 : 4;

    /// <summary>
    /// Whether a newer file version prevents the start. Before 1.6.32 and 1.7.17 it did not: the file was read as
    /// version 2 (services/server/config/config.go ValidateV2).
    /// </summary>
    public bool RefusesNewerFiles => Minor == 6 && IsV1 ? Patch >= 32 : Minor != 7 || !IsV1 || Patch >= 17;

    public static bool operator <(ContainerdRelease left, ContainerdRelease right) => left.CompareTo(right) < 0;

    public static bool operator >(ContainerdRelease left, ContainerdRelease right) => left.CompareTo(right) > 0;

    public static bool operator <=(ContainerdRelease left, ContainerdRelease right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ContainerdRelease left, ContainerdRelease right) => left.CompareTo(right) >= 0;

    /// <summary>
    /// Reads <c>1.7.24</c>, <c>v2.1</c>, <c>1.6.20~ds1</c> or <c>2.1.9+unknown</c>; a missing patch is the line's first
    /// release. Null when there is no number at the start.
    /// </summary>
    public static ContainerdRelease? Parse(string text)
    {
        var parts = text.Trim().TrimStart('v').Split('.', 3);
        return parts.Length >= 2 && Number(parts[0]) is { } major && Number(parts[1]) is { } minor
            ? new ContainerdRelease(major, minor, parts.Length == 3 ? Number(parts[2]) ?? 0 : 0)
            : null;
    }

    public int CompareTo(ContainerdRelease other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public override string ToString() => $"{Major}.{Minor}.{Patch}";

    private static int? Number(string text)
    {
        var end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text[..end];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
