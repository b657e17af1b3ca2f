namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>Tests that take the whole machine: no other runs beside them, for the sake of both.</summary>
[CollectionDefinition(Collection, DisableParallelization = true)]
public static class Alone
{
    public const string Collection = "alone";
}
