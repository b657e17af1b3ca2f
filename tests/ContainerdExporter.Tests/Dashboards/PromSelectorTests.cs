namespace ContainerdExporter.Tests.Dashboards;

/// <summary>The reader that the other tests see the queries with.</summary>
public sealed class PromSelectorTests
{
    [Fact]
    public void Of_NestedExpression_FindsEverySelectorWithItsRangeAndFunction()
    {
        var found = PromSelector.Of("""
            topk(10, sum by (job, up) (increase(a_total{x=~"$x", y!="(by) {1}"}[$__rate_interval]))) / ignoring (z) b
            unless 2 * c[5m] or vector(0) > bool 1
            """);
        Assert.Equal(["a_total", "b", "c"], found.Select(each => each.Metric));
        Assert.Equal(["""x=~"$x" """.Trim(), """y!="(by) {1}" """.Trim()], found[0].Matchers);
        Assert.Equal(("$__rate_interval", "increase"), (found[0].Range, found[0].Function));
        Assert.Equal((string.Empty, "5m"), (found[1].Range, found[2].Range));
    }

    [Fact]
    public void Of_ModifierAfterRange_IsNoMetric() =>
        Assert.Equal(["m"], PromSelector.Of("count_over_time(m[$__range] @ end()) offset 5m").Select(each => each.Metric));
}
