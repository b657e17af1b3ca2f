using ContainerdExporter.EndToEnd.Faults;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(ContainerdExporter.EndToEnd.Fixtures.LongestFirst))]

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>Lets the tests that wait for minutes begin with the first: alone at the end, the others would wait for them.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        .. new[] { typeof(ConfigPendingRestartTests), typeof(DiskFillingUpTests), typeof(InodesFillingUpTests), typeof(RestartingTests) }.Select(type => type.FullName!),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => Longest.Any(name => collection.TestCollectionDisplayName.EndsWith(name, StringComparison.Ordinal)))];
}
