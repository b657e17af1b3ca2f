using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>The shim hangs, and its state does not tell: only who asks it finds out.</summary>
public sealed class ShimFrozenTests(AlertingChain alerting) : ShimUnresponsiveTest(alerting)
{
    private FreezerGroup? group;

    protected override IReadOnlyList<string> Evidence => [.. base.Evidence, "its own socket gave no answer within 2 s, twice"];

    protected override async Task HoldAsync(TestNode node, int shim)
    {
        group = FreezerGroup.Create(node, "shim");
        await group.AddAsync(shim);
        group.Freeze();
    }

    protected override Task LetGoAsync(TestNode node, int shim)
    {
        group!.Thaw();
        return Task.CompletedTask;
    }
}
