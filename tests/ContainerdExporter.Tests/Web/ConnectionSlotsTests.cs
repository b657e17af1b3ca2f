using ContainerdExporter.Web;
using Microsoft.AspNetCore.Connections;

namespace ContainerdExporter.Tests.Web;

public sealed class ConnectionSlotsTests
{
    private readonly ConnectionSlots slots = new(2);
    private readonly TaskCompletionSource ending = new();

    [Fact]
    public void Hold_AllTaken_EndsTheOneThatWaitsLongest()
    {
        var (first, second, third) = (Connect(), Connect(), Connect());

        Assert.Equal([true, false, false], [IsEnded(first), IsEnded(second), IsEnded(third)]);
    }

    [Fact]
    public async Task Hold_LongestIsBeingAnswered_EndsTheNext()
    {
        var answer = new TaskCompletionSource();
        var (first, second) = (Connect(), Connect());
        var answering = first.Features.Get<ConnectionSlot>()!.AnswerAsync(() => answer.Task);

        var third = Connect();
        Assert.Equal([false, true, false], [IsEnded(first), IsEnded(second), IsEnded(third)]);

        answer.SetResult();
        await answering;
        var fourth = Connect();
        Assert.Equal([false, true, false], [IsEnded(first), IsEnded(third), IsEnded(fourth)]);
    }

    [Fact]
    public void Hold_AllAreBeingAnswered_EndsTheNewcomer()
    {
        var answer = new TaskCompletionSource();
        foreach (var connection in new[] { Connect(), Connect() })
        {
            _ = connection.Features.Get<ConnectionSlot>()!.AnswerAsync(() => answer.Task);
        }

        Assert.True(IsEnded(Connect()));
    }

    [Fact]
    public async Task Hold_ConnectionsLeft_AreNotCounted()
    {
        for (var count = 0; count < 10; count++)
        {
            await slots.HoldAsync(new DefaultConnectionContext(), _ => Task.CompletedTask);
        }

        var (first, second) = (Connect(), Connect());
        Assert.Equal([false, false], [IsEnded(first), IsEnded(second)]);
    }

    private Connection Connect()
    {
        var connection = new Connection();
        _ = slots.HoldAsync(connection, _ => ending.Task);
        return connection;
    }

    private static bool IsEnded(Connection connection) => connection.IsAborted;

    private sealed class Connection : DefaultConnectionContext
    {
        public bool IsAborted { get; private set; }

        public override void Abort(ConnectionAbortedException abortReason) => IsAborted = true;
    }
}
