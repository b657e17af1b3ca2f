using ContainerdExporter.Web;
using Microsoft.AspNetCore.Connections;

namespace ContainerdExporter.Tests.Web;

public sealed class ConnectionSlotsTests
{
    private readonly ConnectionSlots slots = new(2);
    private readonly TaskCompletionSource ending = new();

    [Fact]
    public async Task Accept_AllTaken_EndsTheOneThatWaitsLongest()
    {
        var (first, second, third) = (await ConnectAsync(), await ConnectAsync(), await ConnectAsync());

        Assert.Equal([true, false, false], [IsEnded(first), IsEnded(second), IsEnded(third)]);
    }

    [Fact]
    public async Task Accept_LongestIsBeingAnswered_EndsTheNext()
    {
        var answer = new TaskCompletionSource();
        var (first, second) = (await ConnectAsync(), await ConnectAsync());
        var answering = SlotOf(first).AnswerAsync(() => answer.Task);

        var third = await ConnectAsync();
        Assert.Equal([false, true, false], [IsEnded(first), IsEnded(second), IsEnded(third)]);

        answer.SetResult();
        await answering;
        var fourth = await ConnectAsync();
        Assert.Equal([false, true, false], [IsEnded(first), IsEnded(third), IsEnded(fourth)]);
    }

    [Fact]
    public async Task Accept_AllAreBeingAnswered_EndsTheNewcomerAndWaitsForTheNext()
    {
        var answer = new TaskCompletionSource();
        var answering = new List<Task>();
        foreach (var connection in new[] { await ConnectAsync(), await ConnectAsync() })
        {
            answering.Add(SlotOf(connection).AnswerAsync(() => answer.Task));
        }

        var (refused, next) = (new Connection(), new TaskCompletionSource<ConnectionContext?>());
        var accepted = 0;
        var accept = slots.AcceptAsync(
            () => ++accepted == 1 ? ValueTask.FromResult<ConnectionContext?>(refused) : new ValueTask<ConnectionContext?>(next.Task), CancellationToken.None);
        Assert.True(IsEnded(refused));
        Assert.False(accept.IsCompleted);

        answer.SetResult();
        await Task.WhenAll(answering);
        var last = new Connection();
        next.SetResult(last);
        Assert.Same(last, await accept);
        Assert.False(IsEnded(last));
    }

    [Fact]
    public async Task Accept_ConnectionsLeft_AreNotCounted()
    {
        for (var count = 0; count < 10; count++)
        {
            await SlotOf(await AcceptAsync(new Connection())).HoldAsync(_ => Task.CompletedTask);
        }

        var (first, second) = (await ConnectAsync(), await ConnectAsync());
        Assert.Equal([false, false], [IsEnded(first), IsEnded(second)]);
    }

    [Fact]
    public async Task Accept_ThoseThrownOutAreStillThere_TakesNobodyUntilOneIsGone()
    {
        for (var count = 0; count < 4; count++)
        {
            await ConnectAsync();
        }

        var asked = false;
        var accept = slots.AcceptAsync(
            () =>
            {
                asked = true;
                return ValueTask.FromResult<ConnectionContext?>(new Connection());
            },
            CancellationToken.None);
        Assert.False(asked);

        ending.SetResult();
        Assert.NotNull(await accept);
    }

    [Fact]
    public async Task Accept_EndsWhileThereIsNoRoom_IsCancelled()
    {
        for (var count = 0; count < 4; count++)
        {
            await ConnectAsync();
        }

        using var end = new CancellationTokenSource();
        var accept = slots.AcceptAsync(() => ValueTask.FromResult<ConnectionContext?>(new Connection()), end.Token);
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accept);
    }

    [Fact]
    public async Task Accept_NoMoreOrFailed_LeavesTheRoomToOthers()
    {
        for (var count = 0; count < 10; count++)
        {
            Assert.Null(await slots.AcceptAsync(() => ValueTask.FromResult<ConnectionContext?>(null), CancellationToken.None));
            await Assert.ThrowsAsync<IOException>(() => slots.AcceptAsync(() => throw new IOException(), CancellationToken.None));
        }

        Assert.False(IsEnded(await ConnectAsync()));
    }

    private async Task<Connection> ConnectAsync()
    {
        var connection = new Connection();
        await AcceptAsync(connection);
        _ = SlotOf(connection).HoldAsync(_ => ending.Task);
        return connection;
    }

    private async Task<ConnectionContext> AcceptAsync(Connection connection) =>
        (await slots.AcceptAsync(() => ValueTask.FromResult<ConnectionContext?>(connection), CancellationToken.None))!;

    private static ConnectionSlot SlotOf(ConnectionContext connection) => connection.Features.Get<ConnectionSlot>()!;

    private static bool IsEnded(Connection connection) => connection.IsAborted;

    private sealed class Connection : DefaultConnectionContext
    {
        public bool IsAborted { get; private set; }

        public override void Abort(ConnectionAbortedException abortReason) => IsAborted = true;
    }
}
