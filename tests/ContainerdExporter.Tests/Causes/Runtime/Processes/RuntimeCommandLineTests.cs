using ContainerdExporter.Causes.Runtime.Processes;

namespace ContainerdExporter.Tests.Causes.Runtime.Processes;

public sealed class RuntimeCommandLineTests
{
    [Theory]
    [InlineData("runc --root /run/containerd/runc/k8s.io --log /l/log.json --log-format json --systemd-cgroup create --bundle /b --pid-file /p id", "create", true)]
    [InlineData("runc --root /run/runc start id", "start", true)]
    [InlineData("runc kill --all id 9", "kill", true)]
    [InlineData("runc --debug delete --force id", "delete", true)]
    [InlineData("crun --root=/r state id", "state", true)]
    [InlineData("runc init", "init", false)]
    [InlineData("runc exec --process /tmp/p --console-socket /c --detach --pid-file /f id", "exec", true)]
    [InlineData("runc exec --process /tmp/p --pid-file /f id", "exec", false)]
    [InlineData("runc exec -t id sh -d", "exec", false)]
    [InlineData("runc exec --cwd -d id sh", "exec", false)]
    [InlineData("runc run -d --bundle /b id", "run", true)]
    [InlineData("runc run id", "run", false)]
    [InlineData("runc run --no-pivot id -d", "run", false)]
    [InlineData("runc events id", "other", false)]
    [InlineData("runc list", "other", true)]
    [InlineData("runc --version", "other", false)]
    [InlineData("runc", "other", false)]
    [InlineData("", "other", false)]
    [InlineData("runc --root", "other", false)]
    [InlineData("runsc --log=/x boot --bundle=/b id", "other", false)]
    public void Parse_CommandLine_GivesCommandAndPatience(string line, string command, bool endsSoon)
    {
        var parsed = RuntimeCommandLine.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((command, endsSoon), (parsed.Command.ToLabel(), parsed.EndsSoon));
    }
}
