using System.Diagnostics;
using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.SideBySide;

namespace ContainerdExporter.Benchmarks.SideBySide;

/// <summary>Exporters on one node, measured in turns, so that what the machine does besides meets them all.</summary>
internal sealed class Contest : IDisposable
{
    private const int Turns = 5;
    private const int Starts = 5;

    /// <summary>Of the slowest, fewer scrapes tell as much.</summary>
    private static readonly TimeSpan TurnLimit = TimeSpan.FromSeconds(10);

    private readonly ScrapeLoad load = new();

    private Contest(TestNode node, IReadOnlyList<Subject> subjects)
    {
        Node = node;
        Subjects = subjects;
    }

    public TestNode Node { get; }

    public IReadOnlyList<Subject> Subjects { get; }

    public IReadOnlyList<Contestant> Contestants { get; private set; } = [];

    /// <summary>From the start of the process to the end of its first successful scrape: the median of a few starts.</summary>
    public IReadOnlyList<TimeSpan> StartTimes { get; private set; } = [];

    public static async Task<Contest> StartAsync(TestNode node)
    {
        Subject.WriteGroups(node);
        var contest = new Contest(node, [await Subject.OursAsync(), Subject.NodeExporter, Subject.ProcessExporter]);
        var times = contest.Subjects.Select(_ => new List<TimeSpan>()).ToList();
        var running = new List<Contestant>();
        for (var start = 1; start <= Starts; start++)
        {
            foreach (var (index, subject) in contest.Subjects.Index())
            {
                var process = await subject.StartAsync(node);
                var metrics = subject.MetricsOf(node);
                while (!await contest.load.IsServedAsync(metrics))
                {
                    await Task.Delay(1);
                }

                times[index].Add(ProcessCost.Of(node, process).Age);
                if (start == Starts)
                {
                    running.Add(new Contestant(subject, node, process));
                }
                else
                {
                    await process.EndAsync("KILL");
                }
            }
        }

        contest.StartTimes = [.. times.Select(each => each.Order().ElementAt(Starts / 2))];
        contest.Contestants = running;
        return contest;
    }

    /// <summary>So many scrapes of each contestant, in turns.</summary>
    /// <param name="scrapes">How many.</param>
    /// <param name="clients">Who share them, all at once.</param>
    /// <param name="url">What of a contestant is scraped; all of its metrics unless said.</param>
    /// <param name="turnLimit">What one turn of one contestant takes at most; of one that is slower there are fewer scrapes.</param>
    public async Task<IReadOnlyList<Outcome>> MeasureAsync(int scrapes, int clients = 1, Func<Contestant, Uri>? url = null, TimeSpan? turnLimit = null)
    {
        url ??= contestant => contestant.Metrics;
        foreach (var contestant in Contestants)
        {
            await load.RunAsync(url(contestant), 2); // What only the first scrape of a situation costs is not its price.
        }

        var cpu = new TimeSpan[Contestants.Count];
        var times = Contestants.Select(_ => new List<ScrapeTimes>()).ToList();
        var each = Math.Max(1, scrapes / Turns / clients);
        for (var turn = 0; turn < Turns; turn++)
        {
            foreach (var (index, contestant) in Contestants.Index())
            {
                var before = contestant.Cost.Cpu;
                times[index].Add(await load.RunAsync(url(contestant), each, clients, turnLimit ?? TurnLimit));
                cpu[index] += contestant.Cost.Cpu - before;
            }
        }

        return [.. times.Select((taken, index) => ToOutcome(cpu[index], ScrapeTimes.Join(taken)))];
    }

    /// <summary>The share of one core that each takes while nobody scrapes.</summary>
    public async Task<IReadOnlyList<double>> IdleAsync(TimeSpan duration)
    {
        var before = Contestants.Select(contestant => contestant.Cost.Cpu).ToList();
        var start = Stopwatch.GetTimestamp();
        await Task.Delay(duration);
        var passed = Stopwatch.GetElapsedTime(start);
        return [.. Contestants.Select((contestant, index) => (contestant.Cost.Cpu - before[index]) / passed)];
    }

    public void Dispose() => load.Dispose();

    private static Outcome ToOutcome(TimeSpan cpu, ScrapeTimes times) => new(cpu / (times.Took.Count + times.Refused), times);
}
