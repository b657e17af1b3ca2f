using System.Collections.Concurrent;
using System.Diagnostics;
using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.ConfigCorpus;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.EndToEnd.Configuration;

/// <summary>
/// The linter against the daemons it speaks for: every configuration of the corpus is given to containerd 1.6.20,
/// 1.7.24 and 2.1.9, and our verdict must be theirs. Needs root, and the binaries of <c>tests/debian-releases.sh</c>
/// in <c>artifacts/containerd</c> or in <c>CONTAINERD_VERSIONS</c>. With <c>RECORD_VERDICTS=1</c> the daemons' verdicts
/// are written to the corpus, for the unit tests.
/// </summary>
public sealed class ConfigDifferentialTests(ITestOutputHelper output)
{
    private const int Parallel = 2;

    [Fact]
    public async Task Check_EveryCaseOfTheCorpus_VerdictIsTheDaemons()
    {
        var isCgroup2 = File.Exists("/sys/fs/cgroup/cgroup.controllers");
        var stopwatch = Stopwatch.StartNew();
        var verdicts = new ConcurrentDictionary<(string Release, string Case), DaemonVerdict>();
        foreach (var release in CorpusCase.Releases.Keys)
        {
            var daemon = new RealDaemon(ContainerdReleases.ProgramsOf(release));
            await daemon.MeasureDefaultAsync();
            await System.Threading.Tasks.Parallel.ForEachAsync(
                CorpusCase.All,
                new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = TestContext.Current.CancellationToken },
                async (corpusCase, _) => verdicts[(release, corpusCase.Id)] = await daemon.JudgeAsync(corpusCase));
        }

        if (Environment.GetEnvironmentVariable("RECORD_VERDICTS") == "1")
        {
            Record(verdicts);
        }

        var disagreements = new List<string>();
        foreach (var (line, release) in CorpusCase.Releases)
        {
            var matrix = new Dictionary<(ConfigVerdict Daemon, ConfigVerdict Ours), int>();
            foreach (var corpusCase in CorpusCase.All)
            {
                var daemons = verdicts[(line, corpusCase.Id)];
                var ours = corpusCase.Check(release, isCgroup2);
                matrix[(daemons.Verdict, ours.Verdict)] = matrix.GetValueOrDefault((daemons.Verdict, ours.Verdict)) + 1;
                if (daemons.Verdict != ours.Verdict && !ParserDisagreements.Contains(line, corpusCase.Id))
                {
                    var worst = ours.Problems is [var first, ..] ? $"{first.Rule}: {first.Message}" : "no problem";
                    disagreements.Add($"{line} {corpusCase.Id}: daemon {daemons.Verdict} ({daemons.Message}), ours {ours.Verdict} ({worst})");
                }
            }

            output.WriteLine($"containerd {release}: {string.Join(", ", matrix.OrderBy(cell => cell.Key).Select(cell => $"{cell.Key.Daemon}/{cell.Key.Ours} {cell.Value}"))} (daemon/ours)");
        }

        output.WriteLine($"{verdicts.Count} starts in {stopwatch.Elapsed.TotalSeconds:F0} s");
        Assert.Empty(disagreements);
    }

    private static void Record(IEnumerable<KeyValuePair<(string Release, string Case), DaemonVerdict>> verdicts) =>
        File.WriteAllLines(
            CorpusVerdicts.Path,
            [
                "# What containerd 1.6.20, 1.7.24 and 2.1.9 did with each case: release, verdict, case, the daemon's own words.",
                "# Written by the differential test of the end-to-end tests with RECORD_VERDICTS=1, on a node with cgroup v1.",
                .. verdicts
                    .OrderBy(entry => entry.Key.Case, StringComparer.Ordinal)
                    .ThenBy(entry => entry.Key.Release, StringComparer.Ordinal)
                    .Select(entry => CorpusVerdicts.Line(entry.Key.Release, entry.Key.Case, entry.Value.Verdict, entry.Value.Message)),
            ]);
}
