using System.Text;
using ContainerdExporter.Causes.Storage.KernelErrors;
using ContainerdExporter.Tests.Consistency;
using ContainerdExporter.Tests.Linux.KernelLog;
using CsCheck;

namespace ContainerdExporter.Tests.Causes.Storage.KernelErrors;

/// <summary>Every form of storage error: recorded, or built from the formats of the kernel's source. Each file says which, and what must come out.</summary>
public sealed class KernelErrorCorpusTests
{
    private static readonly string Folder = Repository.PathTo("tests/ContainerdExporter.Tests/Causes/Storage/KernelErrors/Corpus");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.kmsg").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Observe_RecordedLines_CountsExactlyTheErrorsReported(string file)
    {
        var path = Path.Combine(Folder, file);
        var listener = new KernelErrorListener();
        KernelRecords.FromFile(path, (in record) => listener.Observe(record, DateTimeOffset.UnixEpoch));
        listener.Publish();
        var found = listener.Published.Errors.Select(each => $"{each.Value} {each.Key.Kind.ToLabel()} {each.Key.Device}").Order(StringComparer.Ordinal);
        Assert.Equal(KernelRecords.Comments(path, "expect").Order(StringComparer.Ordinal), found);
        Assert.NotEmpty(KernelRecords.Comments(path, "kernel"));
        Assert.NotEmpty(KernelRecords.Comments(path, "source"));
    }

    [Theory]
    [InlineData("INFO: task containerd:812 blocked for more than 120 seconds.", "containerd")]
    [InlineData("INFO: task containerd-shim:812 blocked for more than 241 seconds.", "shim")]
    [InlineData("INFO: task runc:[2:INIT]:812 blocked for more than 120 seconds.", "runc")]
    [InlineData("INFO: task runc:812 blocked in I/O wait for more than 120 seconds.", "runc")]
    [InlineData("INFO: task jbd2/sda1-8:812 blocked for more than 120 seconds.", null)]
    [InlineData("INFO: task containerd:812 is blocked on a mutex likely owned by task runc:3.", null)]
    [InlineData("INFO: task ", null)]
    [InlineData("INFO: task blocked for more than 120 seconds.", null)]
    [InlineData("INFO: task runcible:1 blocked for more than 120 seconds.", null)]
    public void TryParse_HungTask_IsCountedForTheContainerRuntimeAlone(string text, string? component) =>
        Assert.Equal(component, HungTaskLine.TryParse(Encoding.ASCII.GetBytes(text), out var found) ? found.ToLabel() : null);

    [Fact]
    public void TryParse_LinesCutAndBroken_NeverThrowNorNameAnotherDevice()
    {
        var lines = Directory.GetFiles(Folder, "*.kmsg").SelectMany(File.ReadLines).Where(line => !line.StartsWith('#')).Select(line => line[(line.IndexOf(';', StringComparison.Ordinal) + 1)..]).ToArray();
        Gen.Select(Gen.Int[0, lines.Length - 1], Gen.Int[0, 200], Gen.Int[0, 100], Gen.Byte).Sample((index, cut, place, value) =>
        {
            var text = Encoding.UTF8.GetBytes(lines[index]);
            if (place < text.Length)
            {
                text[place] = value;
            }

            var part = text.AsSpan(0, Math.Min(cut, text.Length));
            if (KernelErrorLine.TryParse(part, out _, out var device))
            {
                Assert.Matches("^[A-Za-z0-9_.!-]{1,32}$", device);
            }

            _ = HungTaskLine.TryParse(part, out _);
        });
    }

    [Fact]
    public void TryParse_AnyText_NeverThrows()
    {
        string[] starts = ["", "EXT4-fs ", "EXT4-fs error (device ", "XFS (", "BTRFS ", "BTRFS error (device ", "JBD2: ", "Buffer I/O error on dev", "I/O error, dev ", "INFO: task "];
        Gen.Select(Gen.Int[0, starts.Length - 1], Gen.Byte.Array[0, 200]).Sample((start, bytes) =>
        {
            byte[] text = [.. Encoding.ASCII.GetBytes(starts[start]), .. bytes];
            _ = KernelErrorLine.TryParse(text, out _, out _);
            _ = HungTaskLine.TryParse(text, out _);
        });
    }

    [Theory]
    [InlineData("EXT4-fs error (device ")]
    [InlineData("EXT4-fs warning (device sda): ")]
    [InlineData("EXT4-fs (sda): ")]
    [InlineData("JBD2: Error 5 detected when updating journal superblock ")]
    [InlineData("Aborting journal on device ")]
    [InlineData("XFS (sda): ")]
    [InlineData("BTRFS error (device sda): ")]
    [InlineData("BTRFS warning")]
    [InlineData("Buffer I/O error on device ")]
    [InlineData("blk_update_request: critical medium ")]
    [InlineData("I/O error, dev ")]
    [InlineData("INFO: task a:1 blocked ")]
    [InlineData("INFO: task a blocked for more than ")]
    public void TryParse_LongText_TakesLinearTime(string start)
    {
        // 64 times the text must not take much more than 64 times as long; quadratic would be 4096 times.
        foreach (var filler in new[] { start, " ", ")", ": ", "\0", "\u00ff" })
        {
            var small = Measure(start, filler, 1 << 10);
            var large = Measure(start, filler, 1 << 16);
            Assert.True(large < (small * 64 * 8) + TimeSpan.FromMilliseconds(5), $"{small} for 1 KiB, {large} for 64 KiB of '{filler}'");
        }
    }

    [Fact]
    public void TryParse_LongArbitraryBytes_TakesLinearTime()
    {
        string[] starts = ["", "EXT4-fs error (device ", "EXT4-fs (", "XFS (", "BTRFS ", "JBD2: ", "Buffer I/O error on dev ", "I/O error, dev ", "INFO: task "];
        Gen.Select(Gen.Int[0, starts.Length - 1], Gen.Byte.Array[1, 64]).Sample(
            (start, bytes) =>
            {
                var filler = Encoding.Latin1.GetString(bytes);
                var small = Measure(starts[start], filler, 1 << 10);
                var large = Measure(starts[start], filler, 1 << 16);
                return large < (small * 64 * 8) + TimeSpan.FromMilliseconds(5);
            },
            iter: 100,
            threads: 1);
    }

    /// <summary>The best of several: what the parsers take, not what the machine has else to do.</summary>
    private static TimeSpan Measure(string start, string filler, int length)
    {
        var text = Encoding.Latin1.GetBytes(start + string.Concat(Enumerable.Repeat(filler, (length / filler.Length) + 1)));
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var begin = System.Diagnostics.Stopwatch.GetTimestamp();
            _ = KernelErrorLine.TryParse(text, out _, out _);
            _ = HungTaskLine.TryParse(text, out _);
            var elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(begin);
            best = elapsed < best ? elapsed : best;
        }

        return best;
    }
}
