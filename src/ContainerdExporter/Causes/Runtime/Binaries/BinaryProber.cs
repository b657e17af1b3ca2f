using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ContainerdExporter.Collection;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Binaries;

/// <summary>
/// Looks at one program: its file at every scrape, and what it answers to --version when the file has changed or its last
/// answer is old. Only the host's own root can be run in: seen through a mount, its libraries are elsewhere.
/// </summary>
internal sealed class BinaryProber(Node node, BinaryOptions options)
{
    private static readonly TimeSpan LookPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RunLimit = TimeSpan.FromSeconds(2);

    /// <summary>A library or an interpreter may break without a change of the program; a failure is tried again soon.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BadFor = TimeSpan.FromSeconds(30);

    private readonly BinarySearch search = new(node.Host);
    private readonly ConcurrentDictionary<string, Tried> tried = new(StringComparer.Ordinal);

    private readonly record struct Stamp(ulong Inode, ulong Size, Libc.StatxTime Modified, Libc.StatxTime Changed, uint Device);

    private sealed record Tried(Stamp Stamp, VersionAnswer Answer, long At);

    private sealed record Seen(string? Path, BinaryState State, ElfHeader Header, Stamp Stamp);

    /// <summary>Looks at programs one after another: two names may lead to one file.</summary>
    /// <param name="address">The instance that they are for.</param>
    /// <param name="wanted">What to look for, and where.</param>
    public async Task<IReadOnlyList<BinarySample>> ProbeAsync(string address, IReadOnlyList<WantedBinary> wanted)
    {
        IReadOnlyList<Seen> seen;
        try
        {
            seen = await node.Calls.RunAsync($"programs {address}", () => wanted.Select(Look).ToList(), LookPatience);
        }
        catch (TimeoutException)
        {
            return [.. wanted.Select(each => new BinarySample(each.Role, each.Name, null, BinaryState.Unreadable, Detail: "a file system on the way does not answer"))];
        }

        var samples = new List<BinarySample>();
        foreach (var (program, file) in wanted.Zip(seen))
        {
            samples.Add(await JudgeAsync(program, file));
        }

        return samples;
    }

    private async Task<BinarySample> JudgeAsync(WantedBinary wanted, Seen seen)
    {
        var (role, name, directories) = wanted;
        if (seen.State != BinaryState.Ok || seen.Path is null)
        {
            return new BinarySample(role, name, seen.Path, seen.State, Detail: Words(seen, directories));
        }

        if (!options.IsRun || role != BinaryRoles.Runtime || !node.Host.IsHostRoot)
        {
            return ByHeader(role, name, seen);
        }

        var answer = await AskAsync(seen.Path, seen.Stamp, string.Join(':', directories));
        return answer is null
            ? ByHeader(role, name, seen)
            : new BinarySample(role, name, seen.Path, answer.State, answer.Version, Explain(answer, seen));
    }

    private Seen Look(WantedBinary wanted)
    {
        var (path, state) = search.Find(wanted.Name, wanted.Directories);
        if (path is null || state != BinaryState.Ok)
        {
            return new Seen(path, state, default, default);
        }

        var local = node.Host.ToLocal(path);
        using var file = Libc.Open(local, Libc.OpenReadOnly | Libc.OpenNonBlocking, out _);
        Span<byte> start = stackalloc byte[ElfHeader.Size];
        var length = file is null ? -1 : Libc.Read(file, start, out _);
        if (length < 0 || Libc.Status(local, follow: true, out var status) != Errno.None)
        {
            return new Seen(path, BinaryState.Unreadable, default, default);
        }

        return new Seen(
            path, BinaryState.Ok, ElfHeader.Parse(start[..length]), new Stamp(status.Inode, status.Size, status.Modified, status.Changed, status.DevMinor));
    }

    /// <summary>Null when the program is slow for the first time: a busy node is no broken runtime.</summary>
    private async Task<VersionAnswer?> AskAsync(string path, Stamp stamp, string searchPath)
    {
        tried.TryGetValue(path, out var last);
        var isKnown = last is not null && last.Stamp.Equals(stamp);
        var age = isKnown ? node.Time.GetElapsedTime(last!.At) : TimeSpan.MaxValue;
        if (isKnown && age < (last!.Answer.State == BinaryState.Ok ? GoodFor : BadFor))
        {
            return last.Answer.IsSlow ? null : last.Answer;
        }

        VersionAnswer answer;
        try
        {
            answer = await node.Calls.RunAsync($"run {path}", () => VersionCommand.Run(path, searchPath, RunLimit), RunLimit + LookPatience);
        }
        catch (TimeoutException)
        {
            answer = new VersionAnswer(BinaryState.Failing, null, "the kernel does not start it", IsSlow: true);
        }

        // Slow twice in a row is failing.
        var wasSlow = isKnown && last!.Answer.State == BinaryState.Failing;
        tried[path] = new Tried(stamp, wasSlow && answer.IsSlow ? answer with { IsSlow = false } : answer, node.Time.GetTimestamp());
        return answer.IsSlow && !wasSlow ? null : answer;
    }

    private static BinarySample ByHeader(string role, string name, Seen seen) =>
        seen.Header.Kind == ProgramKind.Script || (seen.Header.Kind == ProgramKind.Elf && seen.Header.FitsMachine(RuntimeInformation.OSArchitecture))
            ? new BinarySample(role, name, seen.Path, BinaryState.Ok)
            : new BinarySample(role, name, seen.Path, BinaryState.WrongArchitecture, Detail: WhatItIs(seen.Header));

    private static string? Explain(VersionAnswer answer, Seen seen) =>
        answer.State == BinaryState.WrongArchitecture ? $"{answer.Detail} ({WhatItIs(seen.Header)})" : answer.Detail;

    private static string WhatItIs(ElfHeader header) => header.Kind switch
    {
        ProgramKind.Elf => $"built for {header.MachineName}, this machine is {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}",
        ProgramKind.Script => "a script",
        _ => "neither an ELF program nor a script",
    };

    private static string Words(Seen seen, IReadOnlyList<string> directories) => seen.State switch
    {
        BinaryState.Missing => seen.Path is null ? $"in none of {string.Join(':', directories)}" : "there is no such file",
        BinaryState.NotExecutable => "no execute bit, or its file system is mounted noexec",
        _ => "it cannot be read",
    };
}

/// <summary>A program to look for.</summary>
/// <param name="Role">shim or runtime; only a runtime is run.</param>
/// <param name="Name">A path, or a name to look up.</param>
/// <param name="Directories">Where a name is looked up.</param>
internal sealed record WantedBinary(string Role, string Name, IReadOnlyList<string> Directories);

/// <summary>What a program is for.</summary>
internal static class BinaryRoles
{
    public const string Shim = "shim";
    public const string Runtime = "runtime";
}
