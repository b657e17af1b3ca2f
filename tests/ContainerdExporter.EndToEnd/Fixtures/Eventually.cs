using System.Diagnostics;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>Waits for what must become true, looking again and again.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static Task HoldsAsync(string what, TimeSpan within, Func<bool> condition, Func<string>? detail = null) =>
        HoldsAsync(what, within, () => Task.FromResult(condition()), detail);

    /// <param name="what">What is waited for, in words.</param>
    /// <param name="within">How long.</param>
    /// <param name="condition">Whether it holds.</param>
    /// <param name="detail">What else to say when it never does.</param>
    public static async Task HoldsAsync(string what, TimeSpan within, Func<Task<bool>> condition, Func<string>? detail = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > within)
            {
                Assert.Fail($"not within {within.TotalSeconds:0.#} s: {what}\n{detail?.Invoke()}");
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
