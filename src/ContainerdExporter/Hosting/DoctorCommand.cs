using System.CommandLine;
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

    public static Command Create()
    {
        var flags = new ServeFlags();
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON, in the form of /api/v1/findings." };
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
        command.SetAction((result, _) => DoctorProcess.Looks
            ? LookAsync(Patient(flags.Read(result)), result.GetValue(json))
            : DoctorProcess.LookAsync(UsesColour()));
        return command;
    }

    /// <summary>No scrape waits for this look, and there is no second one: it takes the time to tell a hung shim.</summary>
    private static ExporterOptions Patient(ExporterOptions options) => options with
    {
        Collectors = options.Collectors.ToDictionary(
            each => each.Key,
            each => each.Key == ShimCollector.Key && each.Value < ShimPatience ? ShimPatience : each.Value,
            StringComparer.Ordinal),
    };

    private static async Task<int> LookAsync(ExporterOptions options, bool json)
    {
        var node = NodeCollectorFactory.Create(options, TimeProvider.System, NullLoggerFactory.Instance, keepsState: false);
        await using var background = new BackgroundWorkers(node.Background, TimeProvider.System, NullLogger.Instance);
        background.Start();
        var history = HistoryFactory.Create(options, TimeProvider.System, NullLogger.Instance).Findings;
        var diagnosis = NodeDiagnosis.Of(await node.Collector.CollectAsync(CollectorSelection.All), history);
        var code = DoctorReport.ExitCode(diagnosis);
        DoctorProcess.Tell(json ? FindingsJson.Write(diagnosis) : new DoctorReport(Runbooks.Load(), DoctorProcess.IsInColour).Render(diagnosis).TrimEnd(), code);
        return code;
    }

    /// <summary>By the convention of no-color: any value of NO_COLOR switches colour off.</summary>
    private static bool UsesColour() => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
