using System.Text;
using ContainerdExporter.DaemonLog;
using CsCheck;

namespace ContainerdExporter.Tests.DaemonLog;

/// <summary>What real daemons of three release lines have written, judged line by line.</summary>
public sealed class LogClassifierTests
{
    [Theory]
    [InlineData("1.6")]
    [InlineData("1.7")]
    [InlineData("2.1")]
    public void Take_LogOfHealthyDaemonWithContainersAndRestarts_CountsNothing(string release)
    {
        Assert.True(LogCorpus.Healthy(release).Count > 100);
        Assert.Equal([], LogCorpus.Judge(LogCorpus.Healthy(release)));
    }

    [Theory]
    [InlineData("1.6", "restart with dead shim", "shim_lost 1")]
    [InlineData("1.7", "restart with dead shim", "shim_lost 1")]
    [InlineData("2.1", "restart with dead shim", "shim_lost 1")]
    [InlineData("1.6", "runc false", "runtime_error 1")]
    [InlineData("1.7", "runc false", "runtime_error 1")]
    [InlineData("2.1", "runc false", "runtime_error 1")]
    [InlineData("1.6", "runc missing", "runtime_error 1")]
    [InlineData("1.7", "runc missing", "runtime_error 1")]
    [InlineData("2.1", "runc missing", "runtime_error 1")]
    [InlineData("1.6", "random meta.db", "database_invalid 21, plugin_failed 2")]
    [InlineData("1.7", "random meta.db", "database_invalid 30, plugin_failed 2")]
    [InlineData("2.1", "random meta.db", "database_invalid 33")]
    [InlineData("1.6", "truncated meta.db", "database_panic 1")] // SIGBUS: "fatal error: fault"
    [InlineData("1.7", "truncated meta.db", "database_panic 1")]
    [InlineData("2.1", "truncated meta.db", "database_panic 1")]
    [InlineData("1.6", "zeroed pages of meta.db", "database_panic 1")]
    [InlineData("1.7", "zeroed pages of meta.db", "database_panic 1")]
    [InlineData("2.1", "zeroed pages of meta.db", "database_panic 1")]
    [InlineData("1.6", "configuration", "panic 1, listener_failed 1, config_invalid 3")]
    [InlineData("1.7", "configuration", "panic 1, listener_failed 1, config_invalid 3")]
    [InlineData("2.1", "configuration", "panic 1, listener_failed 1, config_invalid 2, unknown_config_key 2")]
    public void Take_LogAfterARealFault_CountsIt(string release, string fault, string expected)
    {
        Assert.NotEmpty(LogCorpus.Fault(release, fault));
        Assert.Equal(expected, LogCorpus.Summary(LogCorpus.Fault(release, fault)));
    }

    [Fact]
    public void Take_JsonFormat_ReadsWhatTextHas()
    {
        var lines = LogCorpus.Json.Select(line => LogLineParser.Parse(Encoding.UTF8.GetBytes(line))).ToList();
        Assert.All(lines, line => Assert.True(line.IsStructured && line.Time is not null));
        Assert.Contains(lines, line => line is { Message: "shim disconnected", Id: "j5", Severity: LogSeverity.Info });
        Assert.Equal([], LogCorpus.Judge(LogCorpus.Json));
    }

    // What takes a kubelet, a failing disk or a registry to bring about, in the words of containerd's sources.
    [Theory]
    [InlineData("", """time="2026-11-24T03:11:21.173596839Z" level=warning msg="cleanup warnings time=\"2026-11-24T03:11:21Z\" level=info msg=\"starting signal loop\" namespace=default pid=206 runtime=io.containerd.runc.v2\ntime=\"2026-11-24T03:11:21Z\" level=warning msg=\"failed to remove runc container\" error=\"runc did not terminate successfully: exit status 255: \" runtime=io.containerd.runc.v2\n" """)] // after a normal end, in 1.6
    [InlineData("runtime_error 1", """time="2026-01-01T00:00:00Z" level=error msg="RunPodSandbox for &PodSandboxMetadata{Name:a,} failed, error" error="failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: can't get final child's PID from pipe: EOF: unknown" """)]
    [InlineData("", """time="2026-01-01T00:00:00Z" level=error msg="StartContainer for \"a\" failed" error="failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"nosuch\": executable file not found in $PATH: unknown" """)]
    [InlineData("shim_start_failed 1", """time="2026-01-01T00:00:00Z" level=error msg="RunPodSandbox for &PodSandboxMetadata{} failed, error" error="failed to start sandbox container task: failed to start shim: start failed: : fork/exec /usr/bin/containerd-shim-runc-v2: exec format error" """)]
    [InlineData("shim_start_failed 1", """time="2026-01-01T00:00:00Z" level=error msg="RunPodSandbox failed, error" error="failed to start sandbox: runtime \"io.containerd.kata.v2\" binary not installed \"containerd-shim-kata-v2\": file does not exist" """)]
    [InlineData("no_space 1", """time="2026-01-01T00:00:00Z" level=error msg="PullImage \"a\" failed" error="failed to pull and unpack image \"a\": failed to extract layer sha256:1: write /x: no space left on device: unknown" """)]
    [InlineData("unpack_error 1", """time="2026-01-01T00:00:00Z" level=error msg="PullImage \"a\" failed" error="failed to pull and unpack image \"a\": failed to extract layer sha256:1: unexpected EOF: unknown" """)]
    [InlineData("content_error 1", """time="2026-01-01T00:00:00Z" level=error msg="PullImage \"a\" failed" error="failed to pull and unpack image \"a\": failed commit on ref \"layer-sha256:1\": unexpected commit digest sha256:2, expected sha256:1: failed precondition" """)]
    [InlineData("", """time="2026-01-01T00:00:00Z" level=error msg="PullImage \"a\" failed" error="failed to pull and unpack image \"a\": failed to resolve reference \"a\": failed to do request: Head \"https://registry.example/v2/a\": context deadline exceeded" """)]
    [InlineData("", """time="2026-01-01T00:00:00Z" level=error msg="PullImage \"a\" failed" error="rpc error: code = NotFound desc = failed to pull and unpack image \"a\": not found" """)]
    [InlineData("deadline_exceeded 1", """time="2026-01-01T00:00:00Z" level=error msg="get state for a" error="context deadline exceeded: unknown" """)]
    [InlineData("sandbox_network_failed 1", """time="2026-01-01T00:00:00Z" level=error msg="RunPodSandbox failed, error" error="failed to setup network for sandbox \"a\": plugin type=\"calico\" failed (add)" """)]
    [InlineData("io_error 1", """time="2026-01-01T00:00:00Z" level=error msg="failed to delete snapshot" error="unlink /x: read-only file system" """)]
    [InlineData("database_locked 1", """time="2026-01-01T00:00:00Z" level=warning msg="waiting for response from boltdb open" plugin=bolt""")]
    [InlineData("out_of_memory 1", """time="2026-01-01T00:00:00Z" level=error msg="failed to start" error="fork/exec /usr/bin/runc: cannot allocate memory" """)]
    [InlineData("shim_error 1", """time="2026-01-01T00:00:00Z" level=warning msg="failed to clean up after shim disconnected" error="exit status 1" id=a""")]
    [InlineData("database_locked 1", """time="2026-11-29T20:29:51.323226205Z" level=warning msg="failed to load plugin io.containerd.metadata.v1.bolt" error=timeout""")]
    [InlineData("database_locked 1", """time="2026-11-29T20:29:51.323613680Z" level=warning msg="failed to load plugin io.containerd.service.v1.diff-service" error="could not load required differ due plugin init error: walking: timeout" """)]
    [InlineData("database_locked 1", """time="2026-11-29T20:33:39.461143176Z" level=warning msg="failed to load plugin" error=timeout id=io.containerd.metadata.v1.bolt type=io.containerd.metadata.v1""")]
    [InlineData("content_error 1", """time="2026-11-29T20:28:20.607979522Z" level=error msg="PullImage \"localhost:5000/disk2:1\" failed" error="rpc error: code = NotFound desc = failed to pull and unpack image \"localhost:5000/disk2:1\": failed to extract layer sha256:f114: failed to get reader from content store: blob sha256:f114 expected at /var/lib/containerd/io.containerd.content.v1.content/blobs/sha256/f114: blob not found: not found" """)]
    [InlineData("", """time="2026-11-29T20:25:38.906913888Z" level=error msg="ExecSync for \"a2d97e79\" failed" error="rpc error: code = DeadlineExceeded desc = failed to exec in container: timeout 2s exceeded: context deadline exceeded" """)] // a probe's own limit
    [InlineData("deadline_exceeded 1", """time="2026-01-01T00:00:00Z" level=error msg="ExecSync for \"a\" failed" error="failed to exec in container: failed to start exec \"b\": context deadline exceeded: unknown" """)]
    [InlineData("start_failed 1", "containerd: mkdir /var/lib/containerd: not a directory")]
    [InlineData("config_invalid 1", """time="2026-01-01T00:00:00Z" level=warning msg="failed to load plugin io.containerd.grpc.v1.cri" error="invalid plugin config: `mirrors` cannot be set when `config_path` is provided" """)]
    [InlineData("plugin_failed 1", """time="2026-01-01T00:00:00Z" level=warning msg="failed to load plugin" error="no plugins registered for io.containerd.x" id=io.containerd.grpc.v1.tasks""")]
    [InlineData("plugin_failed 1", """time="2026-01-01T00:00:00Z" level=info msg="time=\"2026-01-01T00:00:00Z\" level=warning msg=\"failed to load plugin\" error=broken" component=containerd stream=stderr""")]
    [InlineData("", """time="2026-01-01T00:00:00Z" level=info msg="no space left on device" """)]
    public void Take_OneLine_IsOfOnePattern(string expected, string line) => Assert.Equal(expected, LogCorpus.Summary([line]));

    [Fact]
    public void Take_PanicWhoseStackNamesTheDatabaseLate_IsTheDatabases()
    {
        string[] stack = ["panic: page 3 already freed", "", "goroutine 1 [running]:", "main.main()", "\t/a.go:1", "go.etcd.io/bbolt.(*freelist).free(0x1)", "panic: again", "\tpanic: nested"];
        Assert.Equal("database_panic 1", LogCorpus.Summary([.. stack, .. Enumerable.Repeat("\tmore", 500)]));
        Assert.Equal("panic 1", LogCorpus.Summary([.. stack.Where(line => !line.Contains("bbolt", StringComparison.Ordinal))]));
        Assert.Equal("panic 1", LogCorpus.Summary([.. stack.Take(5), """time="2026-01-01T00:00:00Z" level=info msg="starting containerd" """, stack[5]]));
        Assert.Equal("panic 2", LogCorpus.Summary(["panic: one", "\tx", """time=1 level=info msg="starting containerd" """, "panic: two"]));
    }

    [Fact]
    public void Take_SignalThatTheDaemonDiedOf_IsAPanicWhateverIsInTheStack()
    {
        string[] noThread = ["SIGABRT: abort", "runtime/cgo: pthread_create failed: Resource temporarily unavailable", "SIGABRT: abort", "PC=0x7f41efe56eec m=7 sigcode=18446744073709551610", "", "goroutine 0 [idle]:", "go.etcd.io/bbolt.(*DB).Update(0x1)"];
        Assert.Equal("panic 1", LogCorpus.Summary(noThread));
        Assert.Equal("panic 2", LogCorpus.Summary([.. noThread, """time="2026-01-01T00:00:00Z" level=info msg="starting containerd" """, .. noThread]));
        Assert.Equal(string.Empty, LogCorpus.Summary(["SIGQUIT: quit", "PC=0xcd32a1 m=0 sigcode=0", "", "goroutine 0 [idle]:"]));
    }

    // 1.6, of a shim that was stopped when the daemon started.
    [Fact]
    public void Take_ShimFoundDeadTwice_IsLostOnceForEachStart()
    {
        string[] start =
        [
            """time="2026-11-29T20:26:45.802217425Z" level=info msg="starting containerd" revision="1.6.20~ds1-1+deb12u3" version="1.6.20~ds1" """,
            """time="2026-11-29T20:26:50.807366186Z" level=warning msg="cleaning up after shim disconnected" id=e4 namespace=default""",
            """time="2026-11-29T20:26:50.810782594Z" level=warning msg="cleaning up after shim disconnected" id=e4 namespace=default""",
            """time="2026-11-29T21:11:09.154465596Z" level=warning msg="cleanup warnings time=\"2026-11-29T21:11:09Z\" level=info msg=\"starting signal loop\" namespace=default pid=1157 runtime=io.containerd.runc.v2\ntime=\"2026-11-29T21:11:09Z\" level=warning msg=\"failed to remove runc container\" error=\"runc did not terminate successfully: exit status 255: \" runtime=io.containerd.runc.v2\ntime=\"2026-11-29T21:11:09Z\" level=warning msg=\"failed to read init pid file\" error=\"open /run/containerd/io.containerd.runtime.v2.task/default/e4/init.pid: no such file or directory\" runtime=io.containerd.runc.v2\n" """,
        ];
        Assert.Equal("shim_lost 1", LogCorpus.Summary(start));
        Assert.Equal("shim_lost 2", LogCorpus.Summary([.. start, .. start]));
    }

    // 1.6: the clean-up took runc's exit status for 255, and CRI says a few lines later what it was.
    [Fact]
    public void Take_CleanUpThatKnowsNoExitStatus_IsAnErrorUnlessTheCommandWasAtFault()
    {
        static string CleanUp(string id) => $"""time="2026-11-30T06:10:43.906199701Z" level=warning msg="cleanup warnings time=\"2026-11-30T06:10:43Z\" level=info msg=\"starting signal loop\" namespace=k8s.io pid=251 runtime=io.containerd.runc.v2\ntime=\"2026-11-30T06:10:43Z\" level=warning msg=\"failed to remove runc container\" error=\"runc did not terminate successfully: exit status 255: \" runtime=io.containerd.runc.v2\ntime=\"2026-11-30T06:10:43Z\" level=warning msg=\"failed to read init pid file\" error=\"open /run/containerd/io.containerd.runtime.v2.task/k8s.io/{id}/init.pid: no such file or directory\" runtime=io.containerd.runc.v2\n" """;
        static string Refused(string id, string why) => $"""time="2026-11-30T06:10:43.910460881Z" level=error msg="StartContainer for \"{id}\" failed" error="failed to create containerd task: failed to create shim task: OCI runtime create failed: {why}: unknown" """;
        const string Other = """time="2026-11-30T06:10:43.906609599Z" level=error msg="copy shim log" error="read /proc/self/fd/30: file already closed" """;
        const string Mistake = "runc create failed: unable to start container process: exec: \"nosuch\": executable file not found in $PATH";

        Assert.Equal(string.Empty, LogCorpus.Summary([CleanUp("a0"), Other, Refused("a0", Mistake.Replace("\"", "\\\"", StringComparison.Ordinal))]));
        Assert.Equal("runtime_error 1", LogCorpus.Summary([CleanUp("a0"), Other, Refused("b1", Mistake.Replace("\"", "\\\"", StringComparison.Ordinal))]));
        Assert.Equal("runtime_error 2", LogCorpus.Summary([CleanUp("a0"), Other, Refused("a0", "unable to retrieve OCI runtime error")]));
        Assert.Equal("runtime_error 1", LogCorpus.Summary([CleanUp("a0"), CleanUp("b1"), Refused("b1", Mistake.Replace("\"", "\\\"", StringComparison.Ordinal))]));
        Assert.Equal("runtime_error 200", LogCorpus.Summary(Enumerable.Range(0, 200).Select(number => CleanUp($"c{number}"))));

        // A busy log is no reason to wait for ever.
        var classifier = new LogClassifier();
        Assert.Empty(classifier.Take(LogLineParser.Parse(Encoding.UTF8.GetBytes(CleanUp("a0")))));
        Assert.False(classifier.IsSettled);
        Assert.Single(Enumerable.Repeat(Other, 200).SelectMany(line => classifier.Take(LogLineParser.Parse(Encoding.UTF8.GetBytes(line)))));
        Assert.True(classifier.IsSettled);
    }

    // 1.7, of one that was stopped: its connection's end is told where the daemon's threads happen to be.
    [Theory]
    [InlineData("shim_lost 1", "dcc")]
    [InlineData("shim_lost 1", "cdc")]
    [InlineData("shim_lost 1", "ccd")]
    [InlineData("", "dcdc")] // two containers of one name, one after the other
    public void Take_EndOfAShim_IsALossUnlessEachCleanUpHasItsOwn(string expected, string order)
    {
        var lines = order.Select(each => each == 'd'
            ? """time="2026-11-29T23:59:58.540921268Z" level=info msg="shim disconnected" id=five namespace=default"""
            : """time="2026-11-29T23:59:58.540992451Z" level=warning msg="cleaning up after shim disconnected" id=five namespace=default""");
        Assert.Equal(expected, LogCorpus.Summary([.. lines]));
    }

    [Fact]
    public void Take_AnyBytesAnywhere_NeitherThrowsNorCountsALineTwice() =>
        Gen.Select(Gen.Byte.Array[0, 400].Array[0, 20], Gen.Int[0, 200]).Sample((noise, at) =>
        {
            var classifier = new LogClassifier();
            var real = Encoding.UTF8.GetBytes(LogCorpus.Healthy("2.1")[at % 100]);
            var lines = noise.Append([.. real.Take(at), .. noise.FirstOrDefault([]), .. real.Skip(at)]).ToList();
            var judged = lines.Sum(line => classifier.Take(LogLineParser.Parse(line)).Count());
            return judged + classifier.Settle().Count() <= lines.Count && classifier.IsSettled;
        });
}
