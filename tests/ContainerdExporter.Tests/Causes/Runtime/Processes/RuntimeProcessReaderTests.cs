using System.Diagnostics;
using ContainerdExporter.Causes.Runtime.Processes;
using ContainerdExporter.Collection;
using ContainerdExporter.Linux;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Causes.Runtime.Processes;

/// <summary>Live processes: a shell under a runtime's name that waits for its input.</summary>
public sealed class RuntimeProcessReaderTests : IDisposable
{
    private static readonly StuckThresholds Impatient = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));

    private readonly TemporaryDirectory directory = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private readonly List<Process> started = [];
    private readonly Node node;

    public RuntimeProcessReaderTests() => node = new Node(new HostPaths(), time, [], TimeSpan.FromSeconds(1));

    public void Dispose()
    {
        foreach (var process in started)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        directory.Dispose();
    }

    [Fact]
    public async Task ReadAsync_SleepingCreate_IsSeenWithItsCommand()
    {
        var pid = Start("create");

        var reader = new RuntimeProcessReader(node, Impatient);
        await UntilAsync(async () => (await ReadAsync(reader, pid)).Waits is not null);
        var process = await ReadAsync(reader, pid);

        Assert.Equal(("runc", RuntimeCommand.Create, RuntimeParent.Other), (process.Runtime, process.Command.Command, process.Parent));
        Assert.Equal("create", process.Words[1]);
        Assert.False(process.Waits!.IsFrozen);
        Assert.Equal(StuckReason.Overdue, StuckJudge.Judge(process, Impatient));
    }

    [Fact]
    public async Task ReadAsync_StoppedByASignal_HasThatState()
    {
        var pid = Start("start");
        using (var kill = Process.Start("kill", ["-STOP", $"{pid}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var reader = new RuntimeProcessReader(node, Impatient);
        await UntilAsync(async () => (await ReadAsync(reader, pid)).State == RuntimeProcessState.Stopped);
    }

    [Fact]
    public async Task ReadAsync_YoungProcess_IsNotLookedAtCloser()
    {
        var pid = Start("create");
        var patient = new StuckThresholds(TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1));

        Assert.Null((await ReadAsync(new RuntimeProcessReader(node, patient), pid)).Waits);
    }

    [Fact]
    public async Task ReadAsync_AnotherProgramUnderTheSamePidAndName_IsReadAnew()
    {
        directory.Write("start", "read line\n");
        var pid = Start("runc", "create", "read line; exec ./runc start");
        var reader = new RuntimeProcessReader(node, Impatient);
        Assert.Equal(RuntimeCommand.Create, (await ReadAsync(reader, pid)).Command.Command);

        await started[^1].StandardInput.WriteLineAsync();
        await started[^1].StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await UntilAsync(async () => (await ReadAsync(reader, pid)).Command.Command == RuntimeCommand.Start);
    }

    [Fact]
    public async Task ReadAsync_EndedAndNotCollectedByItsShim_IsAZombieInTime()
    {
        var reader = new RuntimeProcessReader(node, Impatient);
        ProgramNamed("runc");
        directory.Write("state", "read line <end\n");
        var shim = Start("containerd-shim-runc-v2", "serve", "mkfifo end; ./runc state & echo $! >child; read line");
        var pid = 0;
        await UntilAsync(() => Task.FromResult(File.Exists(directory.At("child")) && int.TryParse(File.ReadAllText(directory.At("child")), out pid)));
        Assert.Equal(RuntimeParent.Manager, (await ReadAsync(reader, pid)).Parent);
        Assert.NotEqual(shim, pid);

        File.WriteAllText(directory.At("end"), "\n");
        RuntimeProcess? zombie = null;
        await UntilAsync(async () => (zombie = await ReadAsync(reader, pid)).State == RuntimeProcessState.Zombie);
        Assert.Null(StuckJudge.Judge(zombie!, Impatient)); // Its shim may collect it yet.

        time.Advance(TimeSpan.FromSeconds(1));
        zombie = await ReadAsync(reader, pid);
        Assert.Equal(StuckReason.Zombie, StuckJudge.Judge(zombie, Impatient));
        Assert.Equal(RuntimeCommand.State, zombie.Command.Command); // Remembered: a zombie has no command line.
    }

    private int Start(string command) => Start("runc", command, "read line");

    private string ProgramNamed(string name)
    {
        var program = directory.At(name);
        if (!File.Exists(program))
        {
            File.Copy("/bin/sh", program);
        }

        return program;
    }

    private int Start(string name, string command, string script)
    {
        directory.Write(command, script + "\n");
        var process = Process.Start(new ProcessStartInfo(ProgramNamed(name), [command])
        {
            WorkingDirectory = directory.Path,
            RedirectStandardInput = true,
            UseShellExecute = false,
        })!;
        started.Add(process);
        return process.Id;
    }

    private async Task<RuntimeProcess> ReadAsync(RuntimeProcessReader reader, int pid)
    {
        RuntimeProcess? found = null;
        await UntilAsync(async () =>
        {
            var processes = await reader.ReadAsync(node.ScanProcesses());
            found = processes.SingleOrDefault(process => process.Process.Pid == pid && process.Words.Count > 1);
            return found is not null;
        });
        return found!;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var deadline = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(deadline.Elapsed < TimeSpan.FromSeconds(20), "not seen in time");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
