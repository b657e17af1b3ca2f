using System.CommandLine;
using ContainerdExporter.Causes.Runtime.Canary;
using ContainerdExporter.Causes.Runtime.Shims;
using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Knowledge;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerdExporter.Hosting;

/// <summary><c>containerd-exporter doctor</c>: one look at this node, in the terminal, without a server and without Prometheus.</summary>
internal static class DoctorCommand
{
    /// <summary>containerd waits 2 s for a hung shim, twice, and then the shim itself is asked, twice.</summary>
    private static readonly TimeSpan ShimPatience = TimeSpan.FromSeconds(15);

    private const int CouldNotTell = 3;

    public static Command Create()
    {
        var flags = new ServeFlags();
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON, in the form of /api/v1/findings." };
        var bundle = new Option<string?>("--bundle")
        {
            Description = "Also write all evidence into a new file, FILE.tar.gz: findings, timeline, metrics, configuration without its secrets, kernel and journal lines, processes, mounts.",
            HelpName = "file",
        };
        var command = new Command("doctor", "Says what is wrong with containerd on this node now, and how to fix it. Exit code: 0 healthy, 1 warnings, 2 critical, 3 could not tell.");
        foreach (var option in flags.OfServer)
        {
            option.Hidden = true; // The environment of the service may set it: to be accepted, not to be offered.
        }

        foreach (var option in flags.All)
        {
            command.Add(option);
        }

        command.Add(json);
        command.Add(bundle);
        command.SetAction((result, _) => DoctorProcess.Looks
            ? LookAsync(Patient(WithoutCanary(flags.Read(result), flags.IsGiven(result, CanaryCollector.Key))), result.GetValue(json), result.GetValue(bundle))
            : DoctorProcess.LookAsync(UsesColour()));
        return command;
    }

    /// <summary>A look changes nothing unless it is told to: the environment of the service, which may have the canary on, is not enough.</summary>
    private static ExporterOptions WithoutCanary(ExporterOptions options, bool isAskedFor) => isAskedFor ? options : options with
    {
        Collectors = options.Collectors.Where(each => each.Key != CanaryCollector.Key).ToDictionary(StringComparer.Ordinal),
    };

    /// <summary>No scrape waits for this look, and there is no second one: it takes the time to tell a hung shim.</summary>
    private static ExporterOptions Patient(ExporterOptions options) => options with
    {
        Collectors = options.Collectors.ToDictionary(
            each => each.Key,
            each => PatienceFor(each.Key, options) is var patience && each.Value < patience ? patience : each.Value,
            StringComparer.Ordinal),
    };

    /// <summary>Two canaries in a row that come to nothing, and the pauses around them.</summary>
    private static TimeSpan PatienceFor(string collector, ExporterOptions options) => collector switch
    {
        ShimCollector.Key => ShimPatience,
        CanaryCollector.Key => (options.Canary.Timeout * 2 + options.Canary.SecondTryAfter) * 1.5,
        _ => TimeSpan.Zero,
    };

    private static async Task<int> LookAsync(ExporterOptions options, bool json, string? bundle)
    {
        var node = NodeCollectorFactory.Create(options, TimeProvider.System, NullLoggerFactory.Instance, keepsState: false);
        await using var background = new BackgroundWorkers(node.Background, TimeProvider.System, NullLogger.Instance);
        background.Start();
        var history = HistoryFactory.Create(options, TimeProvider.System, NullLogger.Instance).Findings;
        var diagnosis = NodeDiagnosis.Of(await node.Collector.CollectAsync(CollectorSelection.All), history);
        var code = DoctorReport.ExitCode(diagnosis);
        DoctorProcess.Tell(json ? FindingsJson.Write(diagnosis) : new DoctorReport(Runbooks.Load(), DoctorProcess.IsInColour).Render(diagnosis).TrimEnd());
        if (bundle is not null && await BundleAsync(node.Node, diagnosis, bundle) is { } problem)
        {
            CommandLine.Refuse(problem);
            code = CouldNotTell;
        }

        DoctorProcess.Finish(code);
        return code;
    }

    /// <summary>Says on standard error what becomes of it, since the report may be read by a machine.</summary>
    /// <returns>Why there is no bundle; null when there is one.</returns>
    private static async Task<string?> BundleAsync(Node node, NodeDiagnosis diagnosis, string path)
    {
        try
        {
            var told = await BundleCommand.RunAsync(node, diagnosis, path, part => DoctorProcess.Progress($"bundle: {part}"));
            DoctorProcess.Progress(string.Empty);
            Console.Error.WriteLine(told);
            return null;
        }
        catch (TimeoutException)
        {
            return $"no bundle was written: {path} does not answer";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"no bundle was written: {e.Message}";
        }
    }

    /// <summary>By the convention of no-color: any value of NO_COLOR switches colour off.</summary>
    private static bool UsesColour() => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
