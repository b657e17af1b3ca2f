using ContainerdExporter.Web.Config;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Web.Config;

public sealed class TokenBucketTests
{
    [Fact]
    public void TryTake_AfterTheBurst_LetsOneThroughPerInterval()
    {
        var time = new FakeTimeProvider();
        var bucket = new TokenBucket(new RateLimit(TimeSpan.FromSeconds(1), 2), time);

        Assert.Equal([true, true, false], [bucket.TryTake(), bucket.TryTake(), bucket.TryTake()]);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([true, false], [bucket.TryTake(), bucket.TryTake()]);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([true, true, false], [bucket.TryTake(), bucket.TryTake(), bucket.TryTake()]);
    }

    [Fact]
    public void TryTake_NoBurst_LetsNothingThrough()
    {
        var time = new FakeTimeProvider();
        var bucket = new TokenBucket(new RateLimit(TimeSpan.FromSeconds(1), 0), time);
        time.Advance(TimeSpan.FromHours(1));

        Assert.False(bucket.TryTake());
    }
}
