using ContainerdExporter.Collection;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Hosting;
using ContainerdExporter.Linux;
using ContainerdExporter.Tests.Collection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Hosting;

public sealed class FirstLookTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task RunAsync_CollectorThatCannotLook_IsRememberedAsBlindSinceThen()
    {
        var history = new FindingHistory(time, null);
        await LookFor(history, _ => throw CollectionException.Denied("no permission")).RunAsync(TestContext.Current.CancellationToken);
        Assert.Contains(history.State.Sources, source => source.Key == "stub itself" && source.Value.Open.Count == 1);
    }

    [Fact]
    public async Task RunAsync_WhenTheServerDoesNotStart_WaitsForNoCollector()
    {
        using var stop = new CancellationTokenSource();
        var look = LookFor(new FindingHistory(time, null), _ => new TaskCompletionSource<string>().Task).RunAsync(stop.Token);
        Assert.False(look.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => look).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    private FirstLook LookFor(FindingHistory history, Func<CancellationToken, Task<string>> probe)
    {
        var slot = new CollectorSlot(new StubCollector("stub", probe), TimeSpan.FromSeconds(5), time, NullLogger.Instance);
        return new FirstLook(new NodeCollector([slot], () => new CollectionRound(new Node(new HostPaths(), time, [], TimeSpan.FromSeconds(4))), time), history);
    }
}
