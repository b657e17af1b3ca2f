using System.Diagnostics;
using System.Runtime.InteropServices;
using ContainerdExporter.Causes.Runtime.Canary;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Causes.Runtime.Canary;

public sealed class CanaryRootTests : IDisposable
{
    private static readonly ContainerdInstance Instance = new("/run/c.sock", Distribution.Upstream, InstanceSource.Flag, "/var/lib/c", "/run/c", "/etc/c.toml", []);

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Prepare_NothingThere_MakesWhatNobodyCanRun()
    {
        var root = Root("/");
        root.Prepare();
        root.Prepare();

        var program = $"{root.Directory}/{CanaryRoot.Program}";
        Assert.Equal(CanaryProgram.For(RuntimeInformation.OSArchitecture), File.ReadAllBytes(program));
        Assert.True(File.GetUnixFileMode(program).HasFlag(UnixFileMode.OtherExecute));
        Assert.False(File.GetUnixFileMode(program).HasFlag(UnixFileMode.UserWrite));
        Assert.Equal(["dev", "exit", "proc"], Directory.EnumerateFileSystemEntries(root.Directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Null(root.Refusal(Instance));
    }

    [Fact]
    public void Prepare_DamagedProgram_IsReplaced()
    {
        var root = Root("/");
        directory.Write("state/canary/root/exit", "rm -rf /");
        root.Prepare();

        Assert.Equal(CanaryProgram.For(RuntimeInformation.OSArchitecture), File.ReadAllBytes($"{root.Directory}/exit"));
    }

    [Fact]
    public void Lock_SecondTime_IsRefusedUntilTheFirstIsGone()
    {
        var root = Root("/");
        using (root.Lock())
        {
            Assert.Throws<IOException>(() => root.Lock());
        }

        root.Lock().Dispose();
    }

    [Fact]
    public void Refusal_HostWithoutTheDirectory_SaysWhatIsMissing()
    {
        var root = Root(directory.At("host"));
        root.Prepare();

        Assert.Contains("--state.dir must be a directory of the host", root.Refusal(Instance), StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_HostSeenElsewhereWithTheSameDirectory_IsNone()
    {
        // A bind mount would show the same file; so does a hard link.
        var root = Root(directory.At("host"));
        root.Prepare();
        var seen = directory.At($"host{root.Directory}");
        Directory.CreateDirectory(seen);
        Process.Start("ln", [$"{root.Directory}/exit", $"{seen}/exit"]).WaitForExit();

        Assert.Null(root.Refusal(Instance));
    }

    private CanaryRoot Root(string rootfs) => new(new HostPaths(rootfs, "/proc"), directory.At("state"));
}
