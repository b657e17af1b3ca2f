using System.Diagnostics;
using System.Globalization;

namespace ContainerdExporter.Hosting;

/// <summary>
/// The look of doctor, in a process of its own. A thread that waits for a dead disk or mount cannot be ended, and a process with such
/// a thread does not end either: the operator's shell would wait with it. So the process that the shell waits for touches nothing, and
/// leaves when it has been told everything.
/// </summary>
internal static class DoctorProcess
{
    private const string Marker = "CONTAINERD_EXPORTER_DOCTOR_LOOKS";
    private const string Terminal = "CONTAINERD_EXPORTER_DOCTOR_ON_TERMINAL";
    private const string InColour = "colour";
    private const string Plain = "plain";

    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(200);

    /// <summary>Of the exit codes, the one for a look that did not come to its end.</summary>
    private const int CannotTell = 3;

    /// <summary>Ends the report. A report never holds this character: text of the node is cleaned of it, and JSON escapes it.</summary>
    private const char End = '\0';

    /// <summary>Whether this is the process that looks.</summary>
    public static bool Looks => Environment.GetEnvironmentVariable(Marker) is not null;

    /// <summary>Whether the process that the shell waits for writes to a terminal that wants colour.</summary>
    public static bool IsInColour => Environment.GetEnvironmentVariable(Marker) == InColour;

    /// <summary>Lets another process of this program look, and prints what it says.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> LookAsync(bool colour)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, Environment.GetCommandLineArgs()[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment[Marker] = colour ? InColour : Plain;
        start.Environment[Terminal] = Console.IsErrorRedirected ? null : "1";
        using var notice = new TerminalNotice("looking at this node; a part that hangs is given up after some seconds");
        using var process = Process.Start(start)!;

        // Nothing of ours is left in its hands: whoever reads what we print would wait for it to let go.
        var complaints = process.StandardError.BaseStream.CopyToAsync(Console.OpenStandardError());
        var report = new char[(4 << 10) + 1];
        while (await process.StandardOutput.ReadAsync(report.AsMemory(0, 4 << 10)) is > 0 and var count)
        {
            notice.Dispose();
            var end = Array.IndexOf(report, End, 0, count);
            Console.Out.Write(report, 0, end < 0 ? count : end);
            if (end >= 0)
            {
                // The exit code is one digit, and there is nothing to wait for after it but the last words that are on their way.
                await Task.WhenAny(complaints, Task.Delay(LastWords));
                return (end + 1 < count || await process.StandardOutput.ReadAsync(report.AsMemory(end + 1, 1)) == 1) ? report[end + 1] - '0' : CannotTell;
            }
        }

        // It refused its command line, or broke: it has said why.
        await complaints;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Prints the report for the process that waits.</summary>
    public static void Tell(string report)
    {
        Console.Out.WriteLine(report);
        Console.Out.Flush();
    }

    /// <summary>Lets the process that waits leave.</summary>
    public static void Finish(int exitCode)
    {
        Console.Out.Write(string.Create(CultureInfo.InvariantCulture, $"{End}{exitCode}"));
        Console.Out.Flush();
    }

    /// <summary>What is being done, on one line of a terminal; nothing where errors go to a file or a pipe.</summary>
    /// <param name="text">In few words; empty to leave the line.</param>
    public static void Progress(string text)
    {
        if (Environment.GetEnvironmentVariable(Terminal) is not null)
        {
            Console.Error.Write($"\r\e[K{text}");
        }
    }
}
