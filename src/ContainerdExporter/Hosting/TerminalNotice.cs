namespace ContainerdExporter.Hosting;

/// <summary>A line that stands on the terminal while something is awaited, and is gone after; nothing where errors go to a file or a pipe.</summary>
internal sealed class TerminalNotice : IDisposable
{
    private const string EraseLine = "\r\e[K";

    private bool isShown = !Console.IsErrorRedirected;

    public TerminalNotice(string text)
    {
        if (isShown)
        {
            Console.Error.Write(text);
        }
    }

    public void Dispose()
    {
        if (isShown)
        {
            Console.Error.Write(EraseLine);
            isShown = false;
        }
    }
}
