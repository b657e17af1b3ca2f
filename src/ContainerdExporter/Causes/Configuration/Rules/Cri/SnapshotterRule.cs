namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>CRI's snapshotter must be there and work; a handler's own is looked up only when a pod uses it.</summary>
internal sealed class SnapshotterRule : ConfigRule
{
    public override string Name => "snapshotter";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.Cri.IsEnabled)
        {
            yield break;
        }

        if (context.Cri.Snapshotter is { Text: { } name } node && !(context.Release.IsV1 && name.Length == 0) && Snapshotters.Mistake(context, name) is { } mistake)
        {
            yield return Degraded(node.At, $"CRI cannot load: {mistake}", Fix(context, name));
        }

        foreach (var (handler, table) in context.Cri.Handlers)
        {
            if (table.Child("snapshotter") is { Text: { Length: > 0 } own } ownNode && Snapshotters.Mistake(context, own) is { } ownMistake)
            {
                yield return Warning(ownNode.At, $"pods of handler {handler} fail: {ownMistake}", Fix(context, own));
            }
        }
    }

    private static string Fix(RuleContext context, string name)
    {
        var hint = name == "overlay2" ? "Docker's overlay2 is called \"overlayfs\" here." : Spelling.Hint(name, Snapshotters.Known(context));
        return hint.Length > 0 ? hint : $"Choose from {string.Join(", ", Snapshotters.Usable(context))}.";
    }
}
