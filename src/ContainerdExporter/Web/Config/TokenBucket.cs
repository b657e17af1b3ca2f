namespace ContainerdExporter.Web.Config;

/// <summary>Lets a burst of requests through at once, and one more with each interval.</summary>
internal sealed class TokenBucket(RateLimit limit, TimeProvider time)
{
    private readonly Lock gate = new();
    private double tokens = Math.Max(limit.Burst, 0);
    private long filled = time.GetTimestamp();

    public RateLimit Limit => limit;

    public bool TryTake()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            tokens = Math.Min(limit.Burst, tokens + (time.GetElapsedTime(filled, now) / limit.Interval));
            filled = now;
            if (tokens < 1)
            {
                return false;
            }

            tokens--;
            return true;
        }
    }
}
