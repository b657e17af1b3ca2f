using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.Fixtures.Monitoring;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Faults;

/// <summary>The shim hangs, and its state does not tell: only who asks it finds out.</summary>
public sealed class ShimFrozenTests(AlertingChain alerting) : ShimUnresponsiveTest(alerting)
{
    protected override IReadOnlyList<string> Evidence => [.. base.Evidence, "its own socket gave no answer within 2 s, twice"];

    protected override IReadOnlyList<Promise> Confirmed => [.. base.Confirmed, new("`FROZEN` or `frozen 1`", "^(FROZEN|frozen 1)$")];

    protected override async Task HoldAsync(TestNode node, int shim)
    {
        var group = FreezerGroup.Create(node, "shim");
        await group.AddAsync(shim);
        group.Freeze();
    }

    protected override Task LetGoAsync(TestNode node) => FixAsync(node, 2, of: "ContainerdRuntimeStuck", isToSucceed: false); // Its last command is for the other version of cgroups.
}
