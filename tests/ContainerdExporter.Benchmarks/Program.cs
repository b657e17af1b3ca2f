using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using ContainerdExporter.Benchmarks.Fleet;
using ContainerdExporter.Benchmarks.SideBySide;
using ContainerdExporter.EndToEnd.Endurance;

switch (args)
{
    case ["side-by-side"]:
        await SideBySideCommand.RunAsync();
        return 0;
    case ["fleet", .. var sizes]:
        await FleetCommand.RunAsync([.. sizes.Select(size => int.Parse(size, CultureInfo.InvariantCulture))]);
        return 0;
    case ["soak", var minutes]:
        Console.WriteLine(await new Soak(TimeSpan.FromSeconds(7)).RunAsync(TimeSpan.FromMinutes(int.Parse(minutes, CultureInfo.InvariantCulture))));
        return 0;
    case ["micro", .. var rest]:
        // Each benchmark's program is built with all that it refers to, analyzers included.
        var config = ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(15));
        var summaries = BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(rest, config);
        return summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
    default:
        Console.Error.WriteLine("usage: side-by-side | fleet NODES... | soak MINUTES | micro [BenchmarkDotNet's arguments]");
        return 2;
}
