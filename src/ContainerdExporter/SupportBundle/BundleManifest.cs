using System.Text.Json.Serialization;

namespace ContainerdExporter.SupportBundle;

/// <summary><c>manifest.json</c> of a bundle, version 1: what is in it, and what is not and why.</summary>
internal sealed record BundleManifest(int Version, DateTimeOffset Time, string Node, string Exporter, IReadOnlyList<BundleFile> Files, IReadOnlyList<MissingFile> Missing);

/// <summary>A file that is there.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="About">What it is.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="IsCut">Whether there was more than is kept.</param>
internal sealed record BundleFile(string Name, string About, int Bytes, bool IsCut);

/// <summary>A file that is not there.</summary>
internal sealed record MissingFile(string Name, string About, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(BundleManifest))]
internal sealed partial class BundleManifestJson : JsonSerializerContext;
