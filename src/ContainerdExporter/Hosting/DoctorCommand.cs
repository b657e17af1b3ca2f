using System.CommandLine;
using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Knowledge;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerdExporter.Hosting;

/// <summary><c>containerd-exporter doctor</c>: one look at this node, in the terminal, without a server and without Prometheus.</summary>
internal static class DoctorCommand
{
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
        command.SetAction((result, _) => RunAsync(flags.Read(result), result.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(ExporterOptions options, bool json)
    {
        var node = NodeCollectorFactory.Create(options, TimeProvider.System, NullLoggerFactory.Instance, keepsState: false);
        await using var background = new BackgroundWorkers(node.Background, TimeProvider.System, NullLogger.Instance);
        background.Start();
        NodeDiagnosis diagnosis;
        using (new TerminalNotice("looking at this node; a part that hangs is given up after some seconds"))
        {
            diagnosis = NodeDiagnosis.Of(await node.Collector.CollectAsync(CollectorSelection.All));
        }

        Console.Out.WriteLine(json ? FindingsJson.Write(diagnosis) : new DoctorReport(Runbooks.Load(), UsesColour()).Render(diagnosis).TrimEnd());
        return DoctorReport.ExitCode(diagnosis);
    }

    /// <summary>By the convention of no-color: any value of NO_COLOR switches colour off.</summary>
    private static bool UsesColour() => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
