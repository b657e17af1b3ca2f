using ContainerdExporter.Causes.Storage.Scrub;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Causes.Storage.Scrub;

public sealed class ScrubBudgetTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Take_ObeyedForLong_KeepsTheRate()
    {
        var budget = new ScrubBudget(1000, time);
        var start = time.GetTimestamp();
        for (var i = 0; i < 100; i++)
        {
            // Each wake-up comes 20 ms late.
            time.Advance(budget.Take(250) + TimeSpan.FromMilliseconds(20));
        }

        Assert.InRange(time.GetElapsedTime(start).TotalSeconds, 24.9, 25.3);
    }

    [Fact]
    public void Take_AfterAPause_DoesNotCatchUp()
    {
        var budget = new ScrubBudget(1000, time);
        time.Advance(TimeSpan.FromHours(1));
        budget.Take(1000);
        Assert.InRange(budget.Take(1000).TotalSeconds, 1.7, 2);
    }
}
