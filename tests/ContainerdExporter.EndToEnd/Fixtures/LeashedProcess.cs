using System.Diagnostics;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>A program on the machine that ends with this object, or with the test process however that ends.</summary>
public sealed class LeashedProcess : IAsyncDisposable
{
    private readonly Process leash;
    private readonly string logPath;

    private LeashedProcess(Process leash, string logPath)
    {
        this.leash = leash;
        this.logPath = logPath;
    }

    public string Log => File.ReadAllText(logPath);

    public static LeashedProcess Start(string folder, params string[] arguments)
    {
        // The shell's read returns when the other end of the pipe is gone.
        const string Hold = "\"$@\" </dev/null >\"$0\" 2>&1 & read -r _; kill -KILL $!";
        var log = Path.Combine(folder, "log");
        return new LeashedProcess(Process.Start(new ProcessStartInfo("sh", ["-c", Hold, log, .. arguments]) { RedirectStandardInput = true })!, log);
    }

    public async ValueTask DisposeAsync()
    {
        leash.StandardInput.Close();
        await leash.WaitForExitAsync();
        leash.Dispose();
    }
}
