namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>A process that goes on running in a node.</summary>
public sealed class NodeProcess
{
    private readonly TestNode node;
    private readonly string logPath;

    private NodeProcess(TestNode node, int pid, string logPath)
    {
        this.node = node;
        this.logPath = logPath;
        Pid = pid;
    }

    /// <summary>Where a process of this name prints to.</summary>
    public static string LogOf(string name) => $"/run/node/{name}.log";

    /// <summary>As the node counts.</summary>
    public int Pid { get; }

    /// <summary>Gone, or a zombie that nobody has waited for yet.</summary>
    public bool HasEnded
    {
        get
        {
            try
            {
                var stat = File.ReadAllText(node.PathOf($"/proc/{Pid}/stat"));
                return stat[stat.LastIndexOf(')') + 2] == 'Z';
            }
            catch (IOException)
            {
                return true;
            }
        }
    }

    /// <summary>All that it printed so far.</summary>
    public string Log => File.Exists(logPath) ? File.ReadAllText(logPath) : "(no log)";

    public static async Task<NodeProcess> StartAsync(TestNode node, string name, params IEnumerable<string> arguments)
    {
        var log = LogOf(name);
        string[] start = ["sh", "-c", $"\"$@\" </dev/null >>{log} 2>&1 & echo $!", name, .. arguments];
        return new NodeProcess(node, int.Parse(await node.RunAsync(start)), node.PathOf(log));
    }

    /// <summary>A process that something else has started under this name.</summary>
    public static NodeProcess Of(TestNode node, string name, int pid) => new(node, pid, node.PathOf(LogOf(name)));

    /// <param name="signal">KILL, TERM, STOP or CONT.</param>
    public Task SignalAsync(string signal) => node.RunAsync("sh", "-c", $"kill -{signal} {Pid}");

    /// <summary>Ends it, by SIGTERM unless told otherwise, and waits until it is gone.</summary>
    public async Task EndAsync(string signal = "TERM")
    {
        await SignalAsync(signal);
        await Eventually.HoldsAsync($"process {Pid} ends after SIG{signal}", TimeSpan.FromSeconds(20), () => HasEnded);
    }
}
