using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>Handlers that pods must ask for by name are broken, each in its own way; a fourth was never installed, which is normal.</summary>
public sealed class RuntimeHandlersBrokenTests(AlertingChain alerting) : FaultTest(alerting)
{
    /// <summary>A file that names handlers names them all: the default has to be among them.</summary>
    private const string Others = """
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
          runtime_type = "io.containerd.runc.v2"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.absent]
          runtime_type = "io.containerd.kata.v2"
        """;

    private static readonly string[] Broken = ["exits", "foreign", "locked"];

    protected override string Alert => "ContainerdRuntimeBroken";

    protected override string Cause => "runtime";

    protected override string Receiver => "tickets";

    protected override (string Label, IReadOnlyList<string> Values) Parts => ("handler", Broken);

    protected override IReadOnlyList<string> Symptoms =>
    [
        """containerd_runtime_binary_state{handler="exits",state="failing"} 1""",
        """containerd_runtime_binary_state{handler="foreign",state="wrong_architecture"} 1""",
        """containerd_runtime_binary_state{handler="locked",state="not_executable"} 1""",
        """containerd_runtime_binary_state{handler="absent",state="missing"} 1""",
        """containerd_runtime_binary_state{handler="runc",state="ok"} 1""",
    ];

    protected override IReadOnlyList<string> Evidence => ["this runc is broken", "built for s390x", ProgramOf("locked"), "is not executable"];

    protected override IReadOnlyList<Promise> Confirmed => ["Permission denied", new("another code", "^rc 126$")];

    protected override IReadOnlyList<Promise> Verified => [new("Expect a version", "^runc version "), "rc 0"];

    protected override async Task PrepareAsync(TestNode node)
    {
        Blanks["IMAGE"] = BusyboxImage.Reference;
        Blanks["B=runc "] = $"B={ProgramOf("locked")} ";
        Blanks["chmod 0755 /usr/sbin/runc"] = $"chmod 0755 {ProgramOf("locked")}";
        node.Write(ContainerdDaemon.ConfigPath, ContainerdDaemon.PlainConfig + string.Concat(Broken.Select(ConfigOf)) + Others);
        foreach (var handler in Broken)
        {
            await BrokenPrograms.InstallAsync(node, ProgramOf(handler));
        }
    }

    protected override async Task InjectAsync(TestNode node)
    {
        await BrokenPrograms.ExitingAsync(node, ProgramOf("exits"));
        await BrokenPrograms.ForeignAsync(node, ProgramOf("foreign"));
        await BrokenPrograms.NotExecutableAsync(node, ProgramOf("locked"));
    }

    protected override async Task RepairAsync(TestNode node)
    {
        foreach (var handler in Broken[..2])
        {
            await BrokenPrograms.InstallAsync(node, ProgramOf(handler));
        }

        await FixAsync(node, 2);
    }

    private static string ProgramOf(string handler) => $"/opt/handlers/{handler}/runc";

    private static string ConfigOf(string handler) => $"""
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.{handler}]
          runtime_type = "io.containerd.runc.v2"
          [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.{handler}.options]
            BinaryName = "{ProgramOf(handler)}"

        """;
}
