namespace ContainerdExporter.Collection;

/// <summary>Ends a collector's run with a state of its choice and a sentence for the operator.</summary>
internal sealed class CollectionException(CollectorState state, string message, Exception? inner = null) : Exception(message, inner)
{
    public CollectorState State { get; } = state;

    public static CollectionException Denied(string message, Exception? inner = null) => new(CollectorState.Denied, message, inner);

    public static CollectionException Unsupported(string message, Exception? inner = null) => new(CollectorState.Unsupported, message, inner);
}
