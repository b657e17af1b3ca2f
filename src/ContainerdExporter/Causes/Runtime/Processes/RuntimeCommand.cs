namespace ContainerdExporter.Causes.Runtime.Processes;

/// <summary>What an OCI runtime process was asked to do; the <c>command</c> label.</summary>
internal enum RuntimeCommand
{
    Create,
    Start,

    /// <summary>The runtime's own child inside the new container, before it becomes the container's program.</summary>
    Init,

    /// <summary>Another process in a running container; without --detach it lives as long as that process.</summary>
    Exec,

    /// <summary>create and start in one; without --detach it lives as long as the container.</summary>
    Run,
    Kill,
    Delete,
    State,

    /// <summary>Any other, or not readable.</summary>
    Other,
}

/// <summary>A parsed command line.</summary>
/// <param name="Command">The command.</param>
/// <param name="EndsSoon">Whether it is done in less than a second on a healthy node, whatever the container does.</param>
internal sealed record RuntimeCommandLine(RuntimeCommand Command, bool EndsSoon)
{
    public static readonly RuntimeCommandLine Unknown = new(RuntimeCommand.Other, EndsSoon: false);

    /// <summary>Global options of runc and crun that take a value as the next word; those of other runtimes use <c>=</c>.</summary>
    private static readonly HashSet<string> ValueOptions = new(StringComparer.Ordinal)
    {
        "log", "log-format", "root", "criu", "rootless", "cgroup-manager",
    };

    /// <summary>Quick whatever the container does, and not worth a label of their own.</summary>
    private static readonly HashSet<string> OtherQuick = new(StringComparer.Ordinal)
    {
        "list", "ps", "pause", "resume", "update", "features", "spec",
    };

    /// <summary>Options of exec and run without a value.</summary>
    private static readonly HashSet<string> Switches = new(StringComparer.Ordinal)
    {
        "tty", "t", "no-new-privs", "ignore-paused", "no-subreaper", "no-pivot", "no-new-keyring", "keep",
    };

    /// <summary>Parses the words after the program's name: global options, the command, its options.</summary>
    public static RuntimeCommandLine Parse(IReadOnlyList<string> words)
    {
        for (var i = 1; i < words.Count; i++)
        {
            var word = words[i];
            if (!word.StartsWith('-'))
            {
                return Of(word, words.Skip(i + 1));
            }

            if (ValueOptions.Contains(word.TrimStart('-')))
            {
                i++;
            }
        }

        return Unknown;
    }

    private static RuntimeCommandLine Of(string command, IEnumerable<string> options) => command switch
    {
        "create" => new(RuntimeCommand.Create, EndsSoon: true),
        "start" => new(RuntimeCommand.Start, EndsSoon: true),
        "kill" => new(RuntimeCommand.Kill, EndsSoon: true),
        "delete" => new(RuntimeCommand.Delete, EndsSoon: true),
        "state" => new(RuntimeCommand.State, EndsSoon: true),
        "init" => new(RuntimeCommand.Init, EndsSoon: false),
        "exec" => new(RuntimeCommand.Exec, IsDetached(options)),
        "run" => new(RuntimeCommand.Run, IsDetached(options)),
        _ => new(RuntimeCommand.Other, OtherQuick.Contains(command)),
    };

    /// <summary>Only options before the container's name count: what follows it is the container's own command line.</summary>
    private static bool IsDetached(IEnumerable<string> options)
    {
        var isValue = false;
        foreach (var option in options)
        {
            if (isValue)
            {
                isValue = false;
                continue;
            }

            if (!option.StartsWith('-') || option is "--")
            {
                return false;
            }

            if (option is "--detach" or "-d" or "-detach" or "--detach=true")
            {
                return true;
            }

            isValue = !Switches.Contains(option.TrimStart('-')) && !option.Contains('=', StringComparison.Ordinal);
        }

        return false;
    }
}
