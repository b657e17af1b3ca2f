using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ContainerdExporter.Linux;

/// <summary>
/// A small JSON file of ours, replaced as a whole. Neither call throws, and neither takes long, whatever the disk does. There is no
/// sync to the disk: what a crash of the machine leaves is read again, or is no JSON and counts as absent.
/// </summary>
/// <param name="path">Where; null to keep nothing.</param>
/// <param name="json">How it is written.</param>
/// <param name="calls">A disk that hangs holds a thread of these.</param>
/// <param name="logger">Told once of each problem, and of its end.</param>
internal sealed partial class StateFile<T>(string? path, JsonTypeInfo<T> json, IsolatedCalls calls, ILogger logger)
    where T : class
{
    private const int SizeLimit = 1 << 20;

    /// <summary>Some hold lines of a log, or what was seen in a configuration.</summary>
    private static readonly FileStreamOptions OwnersOnly = new()
    {
        Mode = FileMode.Create,
        Access = FileAccess.Write,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A disk that hangs may delay what waits for the save by this much, once.</summary>
    private static readonly TimeSpan SaveTimeout = TimeSpan.FromMilliseconds(250);

    private string? lastProblem;

    /// <summary>Whether the file is only read.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Null when there is none, or none that can be read.</summary>
    public T? Load()
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            return calls.RunAsync($"load {path}", Read, LoadTimeout).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException or JsonException)
        {
            NotLoaded(logger, path, e.Message);
            return null;
        }
    }

    /// <summary>False when that failed, or has not ended yet.</summary>
    public bool TrySave(T state)
    {
        if (path is null || IsReadOnly)
        {
            return false;
        }

        try
        {
            return Report(path, calls.RunAsync($"save {path}", () => Write(path, state), SaveTimeout).GetAwaiter().GetResult());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            return Report(path, e.Message);
        }
    }

    private T? Read()
    {
        var text = ProcFile.TryReadText(path!, SizeLimit, out var errno);
        if (text is null)
        {
            return errno is Errno.NotFound or Errno.NotADirectory ? null : throw ProcFile.Failure(path!, errno);
        }

        return JsonSerializer.Deserialize(text, json);
    }

    private string? Write(string target, T state)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var part = $"{target}.part";
        using (var stream = new FileStream(part, OwnersOnly))
        {
            JsonSerializer.Serialize(stream, state, json);
        }

        File.Move(part, target, overwrite: true);
        return null;
    }

    private bool Report(string target, string? problem)
    {
        if (problem is not null && problem != lastProblem)
        {
            NotSaved(logger, target, problem);
        }
        else if (problem is null && lastProblem is not null)
        {
            SavedAgain(logger, target);
        }

        lastProblem = problem;
        return problem is null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "what {Path} kept is lost, since it cannot be read: {Problem}")]
    private static partial void NotLoaded(ILogger logger, string path, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "a restart of the exporter will begin anew where {Path} ends, since it cannot be written: {Problem}")]
    private static partial void NotSaved(ILogger logger, string path, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path} is written again")]
    private static partial void SavedAgain(ILogger logger, string path);
}
