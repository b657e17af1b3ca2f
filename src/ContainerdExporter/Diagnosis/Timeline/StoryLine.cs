using System.Globalization;

namespace ContainerdExporter.Diagnosis.Timeline;

/// <summary>A story in one line: <c>14:02 disk full → 14:05 metadata corrupt → 14:05 containerd down</c>.</summary>
internal static class StoryLine
{
    /// <param name="story">Which.</param>
    /// <param name="now">Its day is left out.</param>
    /// <param name="arrow">What stands between two steps.</param>
    public static string Of(Story story, DateTimeOffset now, string arrow = "→")
    {
        var times = story.Steps.Select(step => step.NotAfter).ToArray();
        for (var i = times.Length - 2; i >= 0; i--)
        {
            // Seen later than what came after it: it was there by then, unless the clock was set back in between.
            if (times[i + 1] < times[i] && (story.Steps[i].NotBefore ?? DateTimeOffset.MinValue) <= times[i + 1])
            {
                times[i] = times[i + 1];
            }
        }

        return string.Join($" {arrow} ", story.Steps.Select((step, i) => $"{Clock(times[i], now)} {step.What}"));
    }

    /// <summary>What the line is about.</summary>
    public static string TitleOf(Story story, DateTimeOffset now) =>
        story.Over is { } over ? $"The last trouble, over since {Clock(over, now)}" : "What came first";

    public static string Clock(DateTimeOffset time, DateTimeOffset now) =>
        time.UtcDateTime.ToString(time.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
