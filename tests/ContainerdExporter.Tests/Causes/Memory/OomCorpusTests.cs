using System.Text;
using ContainerdExporter.Causes.Memory;
using ContainerdExporter.Linux.KernelLog;
using ContainerdExporter.Tests.Consistency;
using ContainerdExporter.Tests.Linux.KernelLog;
using CsCheck;

namespace ContainerdExporter.Tests.Causes.Memory;

/// <summary>Every kernel generation's OOM lines: recorded, or built from the formats of the kernel's source. Each file says which, and what must come out.</summary>
public sealed class OomCorpusTests
{
    private static readonly string Folder = Repository.PathTo("tests/ContainerdExporter.Tests/Causes/Memory/Corpus");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.kmsg").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Take_RecordedLines_GiveExactlyTheKillsThatHappened(string file)
    {
        var path = Path.Combine(Folder, file);
        var parser = new OomParser();
        var kills = new List<string>();
        KernelRecords.FromFile(path, (in record) =>
        {
            if (parser.Take(record) is { } kill)
            {
                kills.Add($"{OomVictim.Classify(kill).ToLabel()} {kill.Scope.ToLabel()} {kill.Pid} {Printable(kill.Name)}");
            }
        });
        Assert.Equal(KernelRecords.Comments(path, "expect").Select(line => line.TrimEnd()), kills.Select(line => line.TrimEnd()));
        Assert.Equal(KernelRecords.Comments(path, "unrecognized").Select(long.Parse).SingleOrDefault(), parser.Unrecognized);
        Assert.NotEmpty(KernelRecords.Comments(path, "kernel"));
        Assert.NotEmpty(KernelRecords.Comments(path, "source"));
    }

    /// <summary>A listener that is saved and restored between any two records counts the same, wherever it is settled.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Restore_BetweenAnyTwoRecords_CountsTheSame(string file)
    {
        var path = Path.Combine(Folder, file);
        var straight = new OomListener();
        KernelRecords.FromFile(path, (in record) => straight.Observe(record, DateTimeOffset.UnixEpoch));
        var restarted = new OomListener();
        KernelRecords.FromFile(path, (in record) =>
        {
            restarted.Observe(record, DateTimeOffset.UnixEpoch);
            if (restarted.IsSettled)
            {
                var next = new OomListener();
                next.Restore(restarted.Save());
                restarted = next;
            }
        });
        straight.Publish();
        restarted.Publish();
        Assert.Equal(straight.Published.Kills, restarted.Published.Kills);
        Assert.Equal(straight.Published.LastKills, restarted.Published.LastKills);
        Assert.Equal(straight.Published.Unrecognized, restarted.Published.Unrecognized);
    }

    [Fact]
    public void Take_LinesCutAndBroken_NeverThrowsNorKeepsMuch()
    {
        var lines = Directory.GetFiles(Folder, "*.kmsg").SelectMany(File.ReadLines).Where(line => !line.StartsWith('#')).ToArray();
        var parser = new OomParser();
        Gen.Select(Gen.Int[0, lines.Length - 1], Gen.Int[0, 400], Gen.Int[0, 400], Gen.Byte).Sample(
            (index, cut, place, value) =>
            {
                var raw = Encoding.UTF8.GetBytes(lines[index] + "\n");
                if (place < raw.Length)
                {
                    raw[place] = value;
                }

                if (KernelRecordParser.TryParse(raw.AsSpan(0, Math.Min(raw.Length, cut)), out var record))
                {
                    parser.Take(record);
                }
            },
            threads: 1);
        Assert.True(parser.KeptBytes <= OomParser.KeepLimit);
    }

    [Fact]
    public void Take_AnyText_NeverThrows()
    {
        string[] starts = ["", "oom-kill:constraint=", "Killed process ", "Out of memory: Killed process 1 (", "Memory cgroup out of memory: ", "Task in ", "Tasks in ", "Killed process 1, UID "];
        var parser = new OomParser();
        Gen.Select(Gen.Int[0, starts.Length - 1], Gen.Byte.Array[0, 200], Gen.Bool).Sample(
            (start, bytes, isContinuation) =>
            {
                byte[] text = [.. Encoding.ASCII.GetBytes(starts[start]), .. bytes];
                parser.Take(new KernelRecord { Sequence = 1, Facility = 0, Microseconds = 1, IsContinuation = isContinuation, Text = text });
            },
            threads: 1);
        Assert.True(parser.KeptBytes <= OomParser.KeepLimit);
    }

    [Theory]
    [InlineData("Killed process 1 (")]
    [InlineData("oom-kill:constraint=,pid=1,uid=")]
    [InlineData("Task in /a killed as a result of limit of ")]
    [InlineData("Out of memory: Killed process 1 (a) total-vm:")]
    public void Parse_LongText_TakesLinearTime(string start)
    {
        // 64 times the text must not take much more than 64 times as long; quadratic would be 4096 times.
        var small = Measure(start, 1 << 10);
        var large = Measure(start, 1 << 16);
        Assert.True(large < (small * 64 * 8) + TimeSpan.FromMilliseconds(5), $"{small} for 1 KiB, {large} for 64 KiB");
    }

    private static TimeSpan Measure(string start, int length)
    {
        var text = Encoding.ASCII.GetBytes(start + string.Concat(Enumerable.Repeat(start, (length / start.Length) + 1)));
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var begin = System.Diagnostics.Stopwatch.GetTimestamp();
            _ = OomLine.Parse(text).Kind;
            var elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(begin);
            best = elapsed < best ? elapsed : best;
        }

        return best;
    }

    private static string Printable(string name) => name.Replace("\n", "\\x0a", StringComparison.Ordinal).Replace("\u0001", "\\x01", StringComparison.Ordinal);
}
