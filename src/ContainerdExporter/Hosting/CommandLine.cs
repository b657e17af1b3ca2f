using System.CommandLine;
using System.CommandLine.Help;

namespace ContainerdExporter.Hosting;

/// <summary>The command line: serve when no command is named.</summary>
internal static class CommandLine
{
    /// <summary>The exit code for a command line, an environment variable or a port that cannot be used.</summary>
    public const int Unusable = 2;

    /// <summary>Whatever the program's file is called: the parser would take a file of the name "doctor" for the command.</summary>
    private const string Name = "containerd-exporter";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse([Name, .. arguments]);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            Refuse(parsed.Errors[0].Message);
            return Unusable;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    /// <summary>One line on standard error, whatever the reason held.</summary>
    public static void Refuse(string reason) =>
        Console.Error.WriteLine($"{Name}: {reason.ReplaceLineEndings(" ")}");

    private static Command Create()
    {
        var serve = new ServeFlags();
        var root = new Command(Name, "Tells why containerd is failing on this node, and what fixes it, as Prometheus metrics and as pages.") { new HelpOption(), new VersionOption() };
        foreach (var option in serve.All)
        {
            root.Add(option);
        }

        root.Add(DoctorCommand.Create());
        root.Add(ConfigCommand.Create());
        root.Add(RulesCommand.Create());
        root.SetAction((result, cancellationToken) => ServeCommand.RunAsync(serve.Read(result), cancellationToken));
        return root;
    }
}
