using System.Collections.Concurrent;
using ContainerdExporter.Collection;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Containerd.Shims;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Runtime.Shims;

/// <summary>
/// Keeps each instance's last complete survey. A scrape that finds it too old starts the next one beside the scrapes, one
/// at a time for each instance, and takes what there is; only the first scrape of all waits for its result.
/// </summary>
internal sealed class ShimSurveys(Node node, ShimOptions options)
{
    private readonly ConcurrentDictionary<string, Slot> slots = new(StringComparer.Ordinal);
    private readonly ShimSurveyor surveyor = new(node, options.TaskTimeout);

    private sealed class Slot
    {
        public Task<SurveyedShims>? UnderWay { get; set; }

        public long Started { get; set; }

        public SurveyedShims? Last { get; set; }

        public ShimHistory History { get; } = new();
    }

    /// <summary>The last survey; null before the first has ended, and when it has become too old to tell anything.</summary>
    public async Task<SurveyedShims?> LatestAsync(ContainerdInstance instance, IReadOnlyList<ShimProcess> shims, TimeSpan patience)
    {
        var slot = slots.GetOrAdd(instance.Address, _ => new Slot());
        if (slot.UnderWay is { IsCompleted: true } ended)
        {
            slot.UnderWay = null;
            slot.Last = await ended;
        }

        if (slot.UnderWay is null && (slot.Last is null || node.Time.GetElapsedTime(slot.Started) >= options.TaskInterval))
        {
            slot.Started = node.Time.GetTimestamp();
            slot.UnderWay = Task.Run(() => SurveyAsync(slot.History, instance, shims));
        }

        if (slot is { Last: null, UnderWay: { } first })
        {
            try
            {
                slot.Last = await first.WaitAsync(patience, node.Time);
                slot.UnderWay = null;
            }
            catch (TimeoutException)
            {
                return null;
            }
        }

        // A survey that does not end, or that nobody asked for, leaves nothing but an old one.
        return slot.Last is { } last && node.Time.GetElapsedTime(last.Ended) <= (options.TaskInterval + options.TaskTimeout) * 2 ? last : null;
    }

    private async Task<SurveyedShims> SurveyAsync(ShimHistory history, ContainerdInstance instance, IReadOnlyList<ShimProcess> shims)
    {
        var survey = await surveyor.SurveyAsync(instance, shims);
        var sockets = await Task.Run(() => UnixSocketTable.Read(node.Host));
        var suspects = ShimJudge.Suspects(survey, shims, instance.Daemon?.StartTime, sockets);
        var ended = node.Time.GetTimestamp();
        return new SurveyedShims(survey, history.Confirm(suspects, node.Time.GetElapsedTime(0, ended), options.OrphanAfter), ended);
    }
}

/// <summary>A survey, and what several of them in a row agree on.</summary>
/// <param name="Survey">The survey.</param>
/// <param name="Confirmed">What has been suspected for long enough.</param>
/// <param name="Ended">When it ended, as the time provider's timestamp.</param>
internal sealed record SurveyedShims(ShimSurvey Survey, ShimSuspects Confirmed, long Ended);
