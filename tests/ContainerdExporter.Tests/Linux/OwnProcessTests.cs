using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Linux;

public sealed class OwnProcessTests
{
    [Fact]
    public void Parse_NameWithParentheses_FieldsAreThoseAfterIt()
    {
        var own = OwnProcess.Parse(
            "77 (a) b (c)) S 1 77 77 0 -1 4194560 900 0 3 0 250 150 0 0 20 0 17 0 5000 268435456 1000 18446744073709551615 1 1", descriptors: 9);

        Assert.Equal(new OwnProcess(TimeSpan.FromSeconds(4), 268435456, 1000L * Environment.SystemPageSize, 17, 9), own);
    }

    [Fact]
    public void Read_ThisProcess_IsWhatTheRuntimeSays()
    {
        using var held = File.OpenRead("/proc/self/maps");
        var own = OwnProcess.Read();

        Assert.InRange(own.ResidentBytes, 1 << 20, own.VirtualBytes);
        Assert.InRange(own.Threads, 1, 1000);
        Assert.Equal(Environment.CpuUsage.TotalTime.TotalSeconds, own.CpuTime.TotalSeconds, tolerance: 1);
        Assert.InRange(own.OpenDescriptors, 4, 10_000); // stdin, stdout, stderr and the one held
    }
}
