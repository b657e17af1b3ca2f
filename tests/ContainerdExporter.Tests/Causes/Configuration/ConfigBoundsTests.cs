using System.Diagnostics;
using System.Globalization;
using System.Text;
using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.ConfigCorpus;
using ContainerdExporter.Containerd.Config;
using CsCheck;

namespace ContainerdExporter.Tests.Causes.Configuration;

/// <summary>Nothing that lies in a file makes a check crash, hang or grow: it reads what strangers write.</summary>
public sealed class ConfigBoundsTests
{
    private static readonly ContainerdRelease[] Releases = [new(1, 6, 20), new(1, 7, 24), new(2, 1, 9), new(2, 3, 4)];

    private static readonly string[] Corpus = [.. CorpusCase.All.Select(one => File.ReadAllText(one.Path))];

    /// <summary>How long each property is tried; by default as often as is said there. An hour finds what seconds do not.</summary>
    private static readonly int FuzzSeconds =
        int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : -1;

    /// <summary>Shapes that cost a parser most, filled up to the size limit.</summary>
    public static TheoryData<string> Shapes => ["keys", "tables", "array", "strings", "inline", "dotted", "broken", "duplicates", "handlers", "comment"];

    [Fact]
    public void Check_ArbitraryBytes_NeverFails() =>
        Gen.Byte.Array[0, 400].Sample(bytes => Check(bytes), iter: 2_000, time: FuzzSeconds);

    [Fact]
    public void Check_MutatedConfigurations_NeverFail() =>
        Gen.Select(Gen.Int[0, Corpus.Length - 1], Gen.Int[0, 4_000], Gen.Char["[]{}=\"'#.,\n\\\0 a0-"].Array[0, 4])
            .Sample(
                (index, at, inserted) =>
                {
                    var text = Corpus[index];
                    at = Math.Min(at, text.Length);
                    Check(Encoding.UTF8.GetBytes(text[..at] + new string(inserted) + text[Math.Min(at + 2, text.Length)..]));
                },
                iter: 3_000, time: FuzzSeconds);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Check_LargestFileOfAShape_EndsInTimeAndBounded(string shape)
    {
        var bytes = Encoding.UTF8.GetBytes(Fill(shape));
        Assert.InRange(bytes.Length, ConfigFileReader.SizeLimit - 200, ConfigFileReader.SizeLimit);
        Check(bytes); // Warm.
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var stopwatch = Stopwatch.StartNew();

        var report = ConfigLinter.Check(
            RulesPath, ContainerdRelease.Newest, new FakeNode().Add(RulesPath, bytes), new NodeFacts { KubeletRuns = true }, DaemonFlags.None);

        var time = stopwatch.Elapsed;
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(report);
        TestContext.Current.TestOutputHelper!.WriteLine($"{shape}: {time.TotalMilliseconds:F0} ms, {kept >> 20} MiB kept, {report.Problems.Count} problems");
        Assert.InRange(kept, -64L << 20, 64L << 20);
        Assert.True(time < TimeSpan.FromSeconds(5), $"{time}"); // 1 s on an idle machine; the tests share theirs.
    }

    [Fact]
    public void Check_UsualConfiguration_TakesMilliseconds()
    {
        var node = new FakeNode().Add(RulesPath, CorpusCase.All.Single(one => one.Id == "defaults/good-containerd-1.7").Path is { } path ? File.ReadAllBytes(path) : []);
        ConfigLinter.Check(RulesPath, Releases[1], node, new NodeFacts(), DaemonFlags.None);

        // Often enough for the runtime to have compiled it as it does what is used, and for a moment in which no other test has the processor.
        var best = Enumerable.Range(0, 200).Min(_ =>
        {
            var stopwatch = Stopwatch.StartNew();
            ConfigLinter.Check(RulesPath, Releases[1], node, new NodeFacts(), DaemonFlags.None);
            return stopwatch.Elapsed;
        });

        TestContext.Current.TestOutputHelper!.WriteLine($"291 lines: {best.TotalMilliseconds:F2} ms");
        Assert.True(best < TimeSpan.FromMilliseconds(5), $"{best}");
    }

    private const string RulesPath = CorpusCase.ConfigPath;

    private static ConfigReport Check(byte[] bytes)
    {
        ConfigReport? report = null;
        var start = Stopwatch.GetTimestamp();
        foreach (var release in Releases)
        {
            report = ConfigLinter.Check(RulesPath, release, new FakeNode().Add(RulesPath, bytes), new NodeFacts { KubeletRuns = true }, DaemonFlags.None);
            Assert.NotNull(new ConfigCheckText(colour: false).Render(report));
        }

        var time = Stopwatch.GetElapsedTime(start);
        Assert.True(time < Releases.Length * TimeSpan.FromSeconds(5), $"{time}"); // 1 s each on an idle machine.
        return report!;
    }

    private static string Fill(string shape)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < ConfigFileReader.SizeLimit - 100; i++)
        {
            text.Append(shape switch
            {
                "keys" => $"k{i}=1\n",
                "tables" => $"[t{i}]\n",
                "array" => i == 0 ? "a=[1" : ",1",
                "strings" => $"\"{i}\"=\"\"\n",
                "inline" => $"i{i}={{a={{b={{c=[{{d=1}}]}}}}}}\n",
                "dotted" => $"a.b.c.d.e.f.k{i}=1\n",
                "broken" => "=\n",
                "duplicates" => "a=1\n",
                "handlers" => $"[plugins.\"io.containerd.grpc.v1.cri\".containerd.runtimes.r{i}]\nruntime_type=\"x\"\n",
                _ => "# comment\n",
            });
        }

        return text.Append(shape == "array" ? "]\n" : shape == "handlers" ? string.Empty : "\n").ToString();
    }
}
