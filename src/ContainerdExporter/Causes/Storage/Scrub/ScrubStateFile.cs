using System.Text.Json;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Storage.Scrub;

/// <summary>The scrub's state in a small JSON file, replaced as a whole.</summary>
/// <param name="directory">Null keeps nothing.</param>
internal sealed class ScrubStateFile(string? directory)
{
    private const string FileName = "content-scrub.json";
    private const int SizeLimit = 8 << 20;
    private const int StoreLimit = 64;

    public string Path => $"{directory}/{FileName}";

    /// <summary>Empty when there is none, or none that makes sense: the scrub then starts over.</summary>
    /// <exception cref="IOException">It cannot be read; <see cref="UnauthorizedAccessException"/> where a permission is missing.</exception>
    public ScrubState Load()
    {
        if (directory is null)
        {
            return new ScrubState();
        }

        var text = ProcFile.TryReadText(Path, SizeLimit, out var errno);
        if (text is null)
        {
            return errno is Errno.NotFound or Errno.NotADirectory ? new ScrubState() : throw ProcFile.Failure(Path, errno);
        }

        try
        {
            return JsonSerializer.Deserialize(text, ScrubStateJson.Default.ScrubState) is { Stores: not null } state && state.Stores.Values.All(IsPlausible)
                ? state
                : new ScrubState();
        }
        catch (JsonException)
        {
            return new ScrubState();
        }
    }

    /// <exception cref="IOException">It cannot be written; <see cref="UnauthorizedAccessException"/> where a permission is missing.</exception>
    public void Save(ScrubState state)
    {
        if (directory is null)
        {
            return;
        }

        Directory.CreateDirectory(directory);
        var part = $"{Path}.part";
        File.WriteAllBytes(part, JsonSerializer.SerializeToUtf8Bytes(Bounded(state), ScrubStateJson.Default.ScrubState));
        File.Move(part, Path, overwrite: true);
    }

    /// <summary>Roots come and go with containerds; those that were scrubbed last are kept.</summary>
    private static ScrubState Bounded(ScrubState state) => state.Stores.Count <= StoreLimit ? state : new ScrubState
    {
        Stores = state.Stores.OrderByDescending(store => store.Value.Started).Take(StoreLimit).ToDictionary(StringComparer.Ordinal),
    };

    private static bool IsPlausible(ScrubProgress? progress) =>
        progress is { Damaged: not null } && progress.Damaged.All(blob => blob?.Digest is not null) && (progress.Cursor is null || progress.Position is not null);
}
