using System.Diagnostics;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>Waits for what must become true, looking again and again.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static Task HoldsAsync(string what, TimeSpan within, Func<bool> condition) =>
        HoldsAsync(what, within, () => Task.FromResult(condition()));

    public static async Task HoldsAsync(string what, TimeSpan within, Func<Task<bool>> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > within)
            {
                Assert.Fail($"not within {within.TotalSeconds:0.#} s: {what}");
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
