using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Branches;

/// <summary>The other ways in which a socket can be nobody's, or somebody else's.</summary>
public sealed class SocketBranchTests
{
    /// <summary>Listens, and speaks no gRPC.</summary>
    private const string Stranger = """
        use IO::Socket::UNIX; unlink $ARGV[0]; my $s = IO::Socket::UNIX->new(Type => SOCK_STREAM, Local => $ARGV[0], Listen => 64) or die $!;
        while (my $c = $s->accept) { print $c "220 ready\r\n"; close $c }
        """;

    private static readonly Promise Serves = new("Expect `socket`", "^socket$");
    private static readonly Promise Answers = new("a server version", "^Server:$");

    [Fact]
    public async Task Stale_SecondDaemonHoldsTheDatabase_IsFoundByItsLock()
    {
        await using var sick = await SickNode.StartAsync("ContainerdSocketStale");
        var node = sick.Node;
        NodeProcess? second = null;
        await sick.FallAsync(
            async () =>
            {
                await node.Containerd.Process.EndAsync("KILL");
                string[] command = ["containerd", "--address", "/run/node/second.sock", "--root", ContainerdDaemon.Root, "--state", "/run/node/second"];
                second = await node.StartAsync("second", command);
                node.Units.Define("second", second, command);
                await Eventually.HoldsAsync("the second serves", TimeSpan.FromSeconds(20), () => second.Log.Contains("successfully booted", StringComparison.Ordinal));
                await node.Containerd.LaunchAsync();
                await Eventually.HoldsAsync("the first waits", TimeSpan.FromSeconds(30), () => node.Containerd.Log.Contains("waiting for response from boltdb open", StringComparison.Ordinal));
            },
            new Promise("Bad: `socket` and \"no listener\"", @"^socket, changed .*\nno listener$"));

        sick.Blanks["PID"] = $"{second!.Pid}";
        var printed = await sick.FixAsync(2);
        Assert.Matches($@"FLOCK +ADVISORY +WRITE +{second.Pid} ", printed);
        Assert.Contains("--state /run/node/second", printed, StringComparison.Ordinal);
        await sick.HealAsync(() => sick.TypeAsync("systemctl stop second"), new Promise("a `Server:` block", "^Server:$"));
    }

    [Fact]
    public async Task Blocked_DirectoryWithAFile_IsMovedAside()
    {
        await using var sick = await SickNode.StartAsync("ContainerdSocketBlocked");
        var node = sick.Node;
        await sick.FallAsync(
            async () =>
            {
                await node.Containerd.StopAsync();
                node.Write($"{ContainerdDaemon.Address}/note", "somebody's");
            },
            new Promise("Bad: `directory`", "^directory root:root "));

        await sick.HealAsync(async () => Assert.Contains($"{ContainerdDaemon.Address}/note", await sick.FixAsync(2), StringComparison.Ordinal), Serves, Answers);
        Assert.Equal("somebody's", await node.RunAsync("sh", "-c", $"cat {ContainerdDaemon.Address}.blocked-*/note"));
    }

    [Fact]
    public async Task Blocked_PlainFile_IsReplacedByARestart()
    {
        await using var sick = await SickNode.StartAsync("ContainerdSocketBlocked");
        var node = sick.Node;
        await sick.FallAsync(
            async () =>
            {
                await node.Containerd.StopAsync();
                node.Delete(ContainerdDaemon.Address);
                node.Write(ContainerdDaemon.Address, "no socket\n");
            },
            new Promise("`regular file`", "^regular file root:root "));

        await sick.HealAsync(() => sick.FixAsync(3), Serves, Answers);
    }

    [Fact]
    public async Task Blocked_OtherProgramListens_ItsUnitIsStoppedFirst()
    {
        await using var sick = await SickNode.StartAsync("ContainerdSocketBlocked");
        var node = sick.Node;
        NodeProcess? stranger = null;
        await sick.FallAsync(
            async () =>
            {
                await node.Containerd.StopAsync();
                string[] command = ["perl", "-e", Stranger, ContainerdDaemon.Address];
                stranger = await node.StartAsync("mailer", command);
                node.Units.Define("mailer", stranger, command);
            },
            new Promise("a listener with another name", @"^u_str +LISTEN .*users:\(\(""perl"""));

        sick.Blanks["PID"] = $"{stranger!.Pid}";
        Assert.Matches(@"\d+ perl -e ", await sick.FixAsync(4));
        await sick.HealAsync(
            async () =>
            {
                await sick.TypeAsync("systemctl stop mailer");
                await sick.FixAsync(3);
            },
            Serves,
            Answers);
    }

    /// <summary>As ContainerdConfigInvalid tells of it: a daemon with this configuration could not start here.</summary>
    [Fact]
    public async Task ConfigInvalid_DirectoryAtTheAddress_IsRemoved()
    {
        await using var sick = await SickNode.StartAsync("ContainerdConfigInvalid");
        var node = sick.Node;
        await sick.FallAsync(
            async () =>
            {
                await node.Containerd.StopAsync();
                await node.RunAsync("mkdir", ContainerdDaemon.Address);
            },
            new Promise("Bad: `2`", "^exit code 2$"));

        await sick.HealAsync(
            async () =>
            {
                await sick.FixAsync(3);
                await sick.TypeAsync("systemctl start containerd");
            },
            new Promise("`0` or `1`", "^exit code [01]$"));
    }

    [Fact]
    public async Task Foreign_PathRemovedByACleanUp_NamesItAndComesBackByARestart()
    {
        await using var sick = await SickNode.StartAsync("ContainerdSocketForeign");
        var node = sick.Node;
        node.Write("/etc/cron.d/tidy", $"* * * * * root rm -f {ContainerdDaemon.Address}\n");
        await sick.FallAsync(
            () => node.RunAsync("rm", "-f", ContainerdDaemon.Address),
            new Promise("one process and \"No such file\"", @"\A *PID .*\n *\d+ .*containerd\n(?!(?s:.*)^ *PID)(?s:.*)No such file"));

        Assert.Contains("/etc/cron.d/tidy:1:", await sick.FixAsync(3), StringComparison.Ordinal);
        await sick.HealAsync(() => sick.FixAsync(1), new Promise("Expect `socket`, one listener", @"\Asocket\n.* LISTEN .*\n\d+\n\z"));
    }
}
