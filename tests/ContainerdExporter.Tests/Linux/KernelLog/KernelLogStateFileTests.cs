using ContainerdExporter.Linux;
using ContainerdExporter.Linux.KernelLog;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerdExporter.Tests.Linux.KernelLog;

public sealed class KernelLogStateFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public KernelLogStateFileTests() => Boot("2c1b8f3e-0000-4000-8000-000000000001");

    private string StatePath => directory.At("state/kernel-log.json");

    public void Dispose() => directory.Dispose();

    [Fact]
    public void TrySave_ThenLoad_IsTheSame()
    {
        Assert.True(Save(File()));
        var state = File().Load()!;
        Assert.Equal((99UL, 90L, 9L, 3L), (state.Sequence, state.Records, state.Lost, state.Totals["oom"]["kills"]));
        Assert.Equal(["kernel-log.json"], Directory.GetFiles(directory.At("state")).Select(Path.GetFileName));
    }

    [Fact]
    public void Load_NoFile_IsNoState() => Assert.Null(File().Load());

    [Fact]
    public void Load_StateOfAnEarlierBoot_IsNoState()
    {
        Save(File());
        Boot("2c1b8f3e-0000-4000-8000-000000000002");
        Assert.Null(File().Load());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"bootId\":\"2c1b8f3e-0000-4000-8000-000000000001\"}")]
    [InlineData("{\"bootId\":\"2c1b8f3e-0000-4000-8000-000000000001\",\"sequence\":-1,\"records\":1,\"lost\":0,\"totals\":{}}")]
    [InlineData("{\"bootId\":\"2c1b8f3e-0000-4000-8000-000000000001\",\"sequence\":1,\"records\":-1,\"lost\":0,\"totals\":{}}")]
    [InlineData("{\"bootId\":\"2c1b8f3e-0000-4000-8000-000000000001\",\"sequence\":1,\"records\":1,\"lost\":0,\"totals\":null}")]
    [InlineData("{\"bootId\":\"2c1b8f3e-0000-4000-8000-000000000001\",\"sequence\":1,\"records\":1,\"lost\":0,\"totals\":{\"oom\":null}}")]
    [InlineData("{\"bootId\":\"2c1b8f3e-0000-4000-8000-000000000001\",\"sequence\":1,\"records\":1,\"lost\":0,\"totals\":{\"oom\":{\"kills\":-5}}}")]
    public void Load_DamagedFile_IsNoState(string content)
    {
        directory.Write("state/kernel-log.json", content);
        Assert.Null(File().Load());
    }

    [Fact]
    public void Load_FileCutAnywhere_IsNoState()
    {
        Save(File());
        var whole = System.IO.File.ReadAllText(StatePath);
        for (var length = 0; length < whole.Length - 1; length++)
        {
            System.IO.File.WriteAllText(StatePath, whole[..length]);
            Assert.Null(File().Load());
        }
    }

    [Fact]
    public void Load_HugeFile_IsNoState()
    {
        directory.Write("state/kernel-log.json", new string(' ', 1 << 20));
        Assert.Null(File().Load());
    }

    [Fact]
    public void TrySave_DirectoryCannotBeMade_IsToldAndNothingElse()
    {
        directory.Write("state", "a file in the way");
        Assert.False(Save(File()));
        Assert.Null(File().Load());
    }

    [Fact]
    public void TrySave_NoDirectoryGiven_KeepsNothing() => Assert.False(Save(File(state: null)));

    [Fact]
    public void TrySave_ReadOnly_LeavesTheFileAlone()
    {
        Save(File());
        var before = System.IO.File.ReadAllText(StatePath);
        var reader = new KernelLogStateFile(new HostPaths("/", directory.At("proc")), directory.At("state"), new IsolatedCalls(TimeProvider.System), NullLogger.Instance, isReadOnly: true);
        Assert.Equal(99UL, reader.Load()!.Sequence);
        Assert.False(reader.TrySave(200, 200, 0, []));
        Assert.Equal(before, System.IO.File.ReadAllText(StatePath));
    }

    private static bool Save(KernelLogStateFile file) =>
        file.TrySave(99, 90, 9, new(StringComparer.Ordinal) { ["oom"] = new(StringComparer.Ordinal) { ["kills"] = 3 } });

    private void Boot(string id) => directory.Write("proc/sys/kernel/random/boot_id", id + "\n");

    private KernelLogStateFile File() => File(directory.At("state"));

    private KernelLogStateFile File(string? state) =>
        new(new HostPaths("/", directory.At("proc")), state, new IsolatedCalls(TimeProvider.System), NullLogger.Instance);
}
