using System.Globalization;
using ContainerdExporter.EndToEnd.Fixtures;

namespace ContainerdExporter.Benchmarks.SideBySide;

/// <summary>
/// The native exporter beside node_exporter and process-exporter: on one node, in one run, in turns. From an idle node on, each
/// situation is added to those before, apart from the faults, which are repaired again.
/// </summary>
internal static class SideBySideCommand
{
    private const double MiB = 1 << 20;
    private const string DeadMount = "/run/dead";
    private const int KernelRecordsPerSecond = 50_000;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(60);

    public static async Task RunAsync()
    {
        await using var node = await TestNode.CreateAsync();
        await PrepareAsync(node);
        using var contest = await Contest.StartAsync(node);
        var table = new Table([.. contest.Subjects.Select(subject => subject.Name)]);
        table.AddRow("binary, MiB", contest.Subjects.Select(subject => new FileInfo(subject.Program).Length / MiB), "0.0");
        table.AddRow("start to first scrape, ms", contest.StartTimes.Select(time => time.TotalMilliseconds), "0");
        table.AddRow("resident after the first scrape, MiB", contest.Contestants.Select(each => each.Cost.Resident / MiB), "0.0");

        await AddProcessesAsync(node, 100);
        table.Add("100 processes", await contest.MeasureAsync(1000));
        table.Add("the same, ours with the comparable collectors alone", await contest.MeasureAsync(1000, url: contestant => contestant.ComparableMetrics));
        table.Add("50 clients at once", await contest.MeasureAsync(2500, clients: 50));
        await MeasureFaultsAsync(contest, table);
        await MeasureContainersAsync(contest, table);

        await AddProcessesAsync(node, 2000);
        table.Add("and 2 000 processes", await contest.MeasureAsync(100));
        await AddProcessesAsync(node, 10_000);
        table.Add("and 10 000 processes", await contest.MeasureAsync(25));
        await node.TryRunAsync("pkill", "-KILL", "sleep|containerd-shim"); // The containers end too: their processes are sleeps.

        await contest.MeasureAsync(10_000, turnLimit: TimeSpan.FromMinutes(1));
        table.AddRow("resident after 10 000 scrapes more, MiB", contest.Contestants.Select(each => each.Cost.Resident / MiB), "0.0");
        table.AddRow("of these anonymous, MiB", contest.Contestants.Select(each => each.Cost.Anonymous / MiB), "0.0");
        table.AddRow("peak, MiB", contest.Contestants.Select(each => each.Cost.Peak / MiB), "0.0");
        Console.WriteLine(table);
    }

    private static async Task PrepareAsync(TestNode node)
    {
        await node.RunAsync("mkdir", "-p", ContainerdDaemon.Root);
        await node.RunAsync("mount", "-t", "tmpfs", "-o", "size=2g,mode=711", "tmpfs", ContainerdDaemon.Root);
        await node.RunAsync("mount", "-o", "remount,size=1g", "/run");
        node.Write(ContainerdDaemon.ConfigPath, ContainerdDaemon.PlainConfig);
        await MachineLog.HearAsync(node);
        await node.Containerd.StartAsync();
        await node.Containerd.ImportImageAsync();
    }

    private static async Task MeasureFaultsAsync(Contest contest, Table table)
    {
        var node = contest.Node;
        using (var flood = KernelFlood.Start(KernelRecordsPerSecond))
        {
            table.Add($"kernel log of {flood.Rate / 1000} 000 records/s", await contest.MeasureAsync(250));
        }

        await node.RunAsync("mkdir", "-p", DeadMount);
        var mount = await HangingMount.MountAsync(node, DeadMount);
        table.Add("a dead mount", await contest.MeasureAsync(50));
        await mount.RemoveAsync();

        await node.Containerd.Process.SignalAsync("STOP");
        table.Add("containerd hung", await contest.MeasureAsync(5));
        await node.Containerd.Process.SignalAsync("CONT");
    }

    private static async Task MeasureContainersAsync(Contest contest, Table table)
    {
        await AddContainersAsync(contest.Node, 0, 50);
        table.Add("50 containers", await contest.MeasureAsync(500));
        table.AddRow("50 containers: series", await SeriesAsync(contest), "0", ratios: false);
        table.AddRow("50 containers: idle CPU, % of a core", (await contest.IdleAsync(IdleTime)).Select(share => 100 * share), "0.000");
        await AddContainersAsync(contest.Node, 50, 200);
        table.Add("200 containers", await contest.MeasureAsync(250));
        table.AddRow("200 containers: series", await SeriesAsync(contest), "0", ratios: false);
    }

    private static async Task<IEnumerable<double>> SeriesAsync(Contest contest)
    {
        var counts = new List<double>();
        using var http = new HttpClient();
        foreach (var contestant in contest.Contestants)
        {
            var text = await http.GetStringAsync(contestant.Metrics);
            counts.Add(text.Split('\n').Count(line => line.Length > 0 && line[0] != '#'));
        }

        return counts;
    }

    /// <summary>Starts sleeping processes until the node has so many processes.</summary>
    private static async Task AddProcessesAsync(TestNode node, int wanted)
    {
        const string Start = "i=$(ls -d /proc/[0-9]* | wc -l); while [ $i -lt $0 ]; do sleep 86400 </dev/null >/dev/null 2>&1 & i=$((i+1)); done";
        await node.RunAsync("sh", "-c", Start, wanted.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task AddContainersAsync(TestNode node, int from, int to)
    {
        for (var number = from; number < to; number++)
        {
            await node.Containerd.RunContainerAsync($"c{number}");
        }
    }
}
