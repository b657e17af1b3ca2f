namespace ContainerdExporter.Linux;

/// <summary>
/// Reads of the files of single processes. Reading a process that is stuck with its own memory lock held never returns;
/// such a read is left alone, and after a few of them in one look the others are not tried.
/// </summary>
internal sealed class IsolatedReads(IsolatedCalls calls)
{
    private const int HungLimit = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private int hung;

    public void BeginLook() => hung = 0;

    /// <summary>Null when the read hangs.</summary>
    public async Task<T?> TryAsync<T>(int pid, Func<T> read)
        where T : class
    {
        if (hung >= HungLimit)
        {
            return null;
        }

        try
        {
            return await calls.RunAsync($"process {pid}", read, Patience);
        }
        catch (TimeoutException)
        {
            hung++;
            return null;
        }
    }
}
