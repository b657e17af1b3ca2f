using System.CommandLine;
using ContainerdExporter.Hosting;

namespace ContainerdExporter.Tests.Consistency;

/// <summary>The options that a command line gives.</summary>
internal static class TestOptions
{
    public static ExporterOptions Default => Parse();

    public static ExporterOptions Parse(params string[] arguments)
    {
        var flags = new ServeFlags();
        var command = new RootCommand();
        foreach (var option in flags.All)
        {
            command.Add(option);
        }

        return flags.Read(command.Parse(arguments));
    }
}
