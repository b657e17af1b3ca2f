using System.Globalization;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Tests.Linux;

/// <summary>A small /proc of its own.</summary>
internal sealed class ProcFixture : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public ProcFixture()
    {
        Host = new HostPaths("/", directory.Path);
        directory.Write("uptime", "1000.00 1500.00\n");
        Add(1, "init");
    }

    public HostPaths Host { get; }

    public void Add(int pid, string name, char state = 'S', int parent = 1, ulong startTicks = 50_000)
    {
        directory.Write($"{pid}/comm", $"{name}\n");
        directory.Write($"{pid}/stat", string.Create(CultureInfo.InvariantCulture, $"{pid} ({name}) {state} {parent} 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 {startTicks} 9 9 9\n"));
    }

    public void Write(string relative, string content) => directory.Write(relative, content);

    public void Link(string relative, string target) => File.CreateSymbolicLink(directory.At(relative), target);

    public void Remove(string relative) => Directory.Delete(directory.At(relative), recursive: true);

    public ProcessTable Scan(Func<string, bool> isOfInterest) => ProcessScanner.Scan(
        Host, new BootClock(Host, TimeProvider.System), name => isOfInterest(System.Text.Encoding.UTF8.GetString(name)));

    public void Dispose() => directory.Dispose();
}
