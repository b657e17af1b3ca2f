namespace ContainerdExporter.SupportBundle;

/// <summary>One file of a bundle.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="About">What it is, for the manifest.</param>
/// <param name="Read">Reads it: its text, or an exception whose message says why there is none.</param>
internal sealed record BundlePart(string Name, string About, Func<string> Read)
{
    /// <summary>Characters; what is longer is cut. All limits together keep a bundle below <see cref="BundleArchive.Limit"/>.</summary>
    public int Limit { get; init; } = 128 << 10;

    /// <summary>Of a log, the end is worth more than the beginning.</summary>
    public bool KeepsEnd { get; init; }

    /// <summary>A part that takes longer is left out.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);
}
