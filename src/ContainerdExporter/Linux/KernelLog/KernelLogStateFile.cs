using System.Text.Json;

namespace ContainerdExporter.Linux.KernelLog;

/// <summary>
/// The state in a small JSON file, replaced as a whole. There is no sync to the disk: after a crash of the machine the
/// file belongs to an earlier boot and is of no use anyway.
/// </summary>
internal sealed partial class KernelLogStateFile(HostPaths host, string? directory, IsolatedCalls calls, ILogger logger) : IKernelLogStateStore
{
    private const string FileName = "kernel-log.json";
    private const int SizeLimit = 256 << 10;

    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(1);

    /// <summary>A disk that hangs may delay what the scrapes see by this much, once.</summary>
    private static readonly TimeSpan SaveTimeout = TimeSpan.FromMilliseconds(250);

    private readonly string bootId = (ProcFile.TryReadText(host.Proc("sys/kernel/random/boot_id"), 64, out _) ?? string.Empty).Trim();
    private string? lastProblem;

    /// <summary>Whether the file is only read.</summary>
    public bool IsReadOnly { get; init; }

    private string Path => $"{directory}/{FileName}";

    public KernelLogState? Load()
    {
        if (directory is null || bootId.Length == 0)
        {
            return null;
        }

        try
        {
            return calls.RunAsync("load kernel log state", Read, LoadTimeout).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException or JsonException)
        {
            NotLoaded(logger, Path, e.Message);
            return null;
        }
    }

    public bool TrySave(ulong sequence, long records, long lost, Dictionary<string, Dictionary<string, long>> totals)
    {
        if (directory is null || bootId.Length == 0 || IsReadOnly)
        {
            return false;
        }

        var state = new KernelLogState { BootId = bootId, Sequence = sequence, Records = records, Lost = lost, Totals = totals };
        try
        {
            return Report(calls.RunAsync("save kernel log state", () => Write(state), SaveTimeout).GetAwaiter().GetResult());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            return Report(e.Message);
        }
    }

    /// <summary>Null when the file is absent or of another boot.</summary>
    private KernelLogState? Read()
    {
        var text = ProcFile.TryReadText(Path, SizeLimit, out var errno);
        if (text is null)
        {
            return errno == Errno.NotFound ? null : throw ProcFile.Failure(Path, errno);
        }

        var state = JsonSerializer.Deserialize(text, KernelLogStateJson.Default.KernelLogState);
        return state is not null && state.BootId == bootId && IsPlausible(state) ? state : null;
    }

    private static bool IsPlausible(KernelLogState state) =>
        state is { Records: >= 0, Lost: >= 0, Totals: not null } &&
        state.Totals.Values.All(totals => totals is not null && totals.Values.All(total => total >= 0));

    private string? Write(KernelLogState state)
    {
        Directory.CreateDirectory(directory!);
        var part = $"{Path}.part";
        File.WriteAllBytes(part, JsonSerializer.SerializeToUtf8Bytes(state, KernelLogStateJson.Default.KernelLogState));
        File.Move(part, Path, overwrite: true);
        return null;
    }

    /// <summary>Logs each problem once, and its end.</summary>
    private bool Report(string? problem)
    {
        if (problem is not null && problem != lastProblem)
        {
            NotSaved(logger, Path, problem);
        }
        else if (problem is null && lastProblem is not null)
        {
            SavedAgain(logger, Path);
        }

        lastProblem = problem;
        return problem is null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the kernel log's totals start over: {Path} cannot be used: {Problem}")]
    private static partial void NotLoaded(ILogger logger, string path, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "a restart will count this boot's kernel log anew: {Path} cannot be written: {Problem}")]
    private static partial void NotSaved(ILogger logger, string path, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path} is written again")]
    private static partial void SavedAgain(ILogger logger, string path);
}
