using System.CommandLine;
using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Hosting;

/// <summary><c>containerd-exporter config check [FILE]</c>: what containerd would do with a configuration, before it has to.</summary>
internal static class ConfigCommand
{
    private static readonly string[] Offered = ["--containerd.address", "--path.rootfs", "--path.procfs"];

    public static Command Create()
    {
        var flags = new ServeFlags();
        var file = new Argument<string?>("file") { Description = "The main configuration file; without it, those of the containerds of this node.", Arity = ArgumentArity.ZeroOrOne };
        var version = Flag.Of<ContainerdRelease?>(
            "--containerd-version",
            "The release to judge for; by default that of the running or installed containerd.",
            "version",
            otherwise: null,
            text => ContainerdRelease.Parse(text) ?? throw new FormatException($"'{text}' is no version; write one like 1.7.24 or 2.1"));
        var json = new Option<bool>("--json") { Description = "Print the reports as JSON." };
        var check = new Command("check", "Says what containerd would do with its configuration. Exit code: 0 fine, 1 warnings, 2 no start or a dead plugin, 3 could not tell.")
        {
            file, version, json,
        };
        foreach (var option in flags.All)
        {
            option.Hidden = !Offered.Contains(option.Name); // The environment of the service may set the others.
            check.Add(option);
        }

        check.SetAction((result, _) => RunAsync(flags.Read(result), result.GetValue(file), result.GetValue(version), result.GetValue(json)));
        return new Command("config", "Looks at containerd's configuration.") { check };
    }

    /// <summary>0 fine, 1 warnings, 2 no start or a dead plugin, 3 not everything could be judged.</summary>
    public static int ExitCode(IReadOnlyCollection<ConfigReport> reports) =>
        reports.Any(report => report.Verdict is ConfigVerdict.Fatal or ConfigVerdict.Degraded) ? 2
        : reports.Count == 0 || reports.Any(report => report.Verdict == ConfigVerdict.Unknown) ? 3
        : reports.Any(report => report.Problems.Count > 0) ? 1
        : 0;

    private static async Task<int> RunAsync(ExporterOptions options, string? file, ContainerdRelease? release, bool json)
    {
        var host = new HostPaths(options.RootFs, options.ProcFs);
        var node = new Node(host, TimeProvider.System, options.Addresses, options.ProbeBudget);
        var path = file is null ? null : host.IsHostRoot ? Path.GetFullPath(file) : file;
        if (path is not null && new HostFiles(host).Stamp(path).Kind is PathKind.Missing or PathKind.BehindFile)
        {
            CommandLine.Refuse($"{path} does not exist");
            return 3;
        }

        IReadOnlyList<ConfigReport> reports;
        try
        {
            reports = await new NodeConfigs(node).CheckAsync(path, release);
        }
        catch (CollectionException e)
        {
            CommandLine.Refuse(e.Message);
            return 3;
        }

        Console.Out.Write(json
            ? ConfigCheckJson.Write(reports) + Environment.NewLine
            : string.Join(Environment.NewLine, reports.Select(report => new ConfigCheckText(UsesColour()).Render(report))));
        return ExitCode(reports);
    }

    /// <summary>By the convention of no-color: any value of NO_COLOR switches colour off.</summary>
    private static bool UsesColour() => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
