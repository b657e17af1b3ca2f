using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Hosting;

/// <summary>
/// One look at the node while the server starts. What only the first one costs, no scrape waits for, and what was wrong at the start is
/// remembered whoever scrapes when. Then the program lets go of what of itself only its start needs.
/// </summary>
internal sealed class FirstLook(NodeCollector collector, FindingHistory history) : IBackgroundWork
{
    public string WorkName => "first look";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        NodeDiagnosis.Of(await collector.CollectAsync(CollectorSelection.All).WaitAsync(cancellationToken), history);
        ProgramPages.LetGo();
    }
}
