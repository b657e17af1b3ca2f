namespace ContainerdExporter.Collection;

/// <summary>Asks the enabled collectors, all at once, and puts their answers into one snapshot.</summary>
internal sealed class NodeCollector(IReadOnlyList<CollectorSlot> slots, Func<CollectionRound> newRound, TimeProvider time)
{
    /// <summary>The enabled collectors, in their fixed order.</summary>
    public IEnumerable<ICollector> Collectors => slots.Select(slot => slot.Collector);

    /// <summary>Runs the collectors that the selection names. Never throws for a collector's sake, and never outlasts the longest deadline.</summary>
    public async Task<NodeSnapshot> CollectAsync(CollectorSelection selection)
    {
        var round = newRound();
        var runs = slots.Where(slot => selection.Includes(slot.Collector.Name)).Select(slot => slot.RunAsync(round));
        var results = await Task.WhenAll(runs);
        return new NodeSnapshot(time.GetUtcNow(), results) { Stamp = time.GetTimestamp() };
    }
}
