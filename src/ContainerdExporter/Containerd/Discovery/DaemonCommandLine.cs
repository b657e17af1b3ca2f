
namespace ContainerdExporter.Containerd.Discovery;

/// <summary>What a containerd's command line says of its paths; null where it says nothing.</summary>
internal sealed record DaemonCommandLine(string? Address, string? Config, string? Root, string? State)
{
    /// <summary>
    /// Parses <c>/proc/PID/cmdline</c>. Null for a subcommand (<c>containerd config dump</c>, <c>containerd publish</c>) and
    /// for <c>--version</c> and <c>--help</c>: such a process is no daemon. Go's flags take one dash or two, and a value
    /// after <c>=</c> or as the next word; containerd takes its default for an empty one.
    /// </summary>
    public static DaemonCommandLine? Parse(string cmdline)
    {
        var words = cmdline.Split('\0');
        string? address = null, config = null, root = null, state = null;
        for (var i = 1; i < words.Length; i++)
        {
            var word = words[i];
            if (word.Length == 0)
            {
                continue;
            }

            if (word[0] != '-' || word == "-")
            {
                return null;
            }

            var flag = word.TrimStart('-');
            var equals = flag.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? flag : flag[..equals];
            if (name is "version" or "v" or "help" or "h")
            {
                return null;
            }

            if (!TakesValue(name))
            {
                continue;
            }

            var text = equals >= 0 ? flag[(equals + 1)..] : i + 1 < words.Length ? words[++i] : string.Empty;
            var value = text.Length > 0 ? text : null;
            switch (name)
            {
                case "address" or "a":
                    address = value;
                    break;
                case "config" or "c":
                    config = value;
                    break;
                case "root":
                    root = value;
                    break;
                case "state":
                    state = value;
                    break;
            }
        }

        return new DaemonCommandLine(address, config, root, state);
    }

    /// <summary>The daemon's flags with a value (cmd/containerd/command/main.go); --version and --help have none.</summary>
    private static bool TakesValue(string name) => name is "address" or "a" or "config" or "c" or "root" or "state" or "log-level" or "l";
}
