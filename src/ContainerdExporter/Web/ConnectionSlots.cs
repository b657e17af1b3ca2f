using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;

namespace ContainerdExporter.Web;

/// <summary>
/// Bounds the memory that connections hold without shutting the door on the next scrape: when all slots are taken, a newcomer gets that
/// of the connection which has waited longest without a request. Whoever is being answered keeps its own.
/// </summary>
/// <param name="most">How many connections there may be. As many again may be on their way out.</param>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim holds nothing to release until its wait handle is asked for, and this one's never is.")]
internal sealed class ConnectionSlots(int most)
{
    private readonly Lock gate = new();
    private readonly LinkedList<ConnectionSlot> waiting = [];
    private readonly SemaphoreSlim room = new(2 * most);
    private int taken;

    /// <summary>
    /// The next connection that gets a slot, or null when there will be no more. None is taken from the kernel's queue before there is room:
    /// strangers come in faster than those who were thrown out are cleared away.
    /// </summary>
    public async Task<ConnectionContext?> AcceptAsync(Func<ValueTask<ConnectionContext?>> accept, CancellationToken end)
    {
        while (true)
        {
            await room.WaitAsync(end);
            var isIn = false;
            try
            {
                var connection = await accept();
                isIn = connection is not null && TryEnter(connection);
                if (connection is null || isIn)
                {
                    return connection;
                }

                connection.Abort();
                await connection.DisposeAsync();
            }
            finally
            {
                if (!isIn)
                {
                    room.Release();
                }
            }
        }
    }

    public void Began(ConnectionSlot slot)
    {
        lock (gate)
        {
            if (slot.Requests++ == 0 && slot.IsHeld)
            {
                waiting.Remove(slot.Place);
            }
        }
    }

    public void Ended(ConnectionSlot slot)
    {
        lock (gate)
        {
            if (--slot.Requests == 0 && slot.IsHeld)
            {
                waiting.AddLast(slot.Place);
            }
        }
    }

    public void Left(ConnectionSlot slot)
    {
        room.Release();
        lock (gate)
        {
            if (!slot.IsHeld)
            {
                return;
            }

            slot.IsHeld = false;
            taken--;
            if (slot.Requests == 0)
            {
                waiting.Remove(slot.Place);
            }
        }
    }

    private bool TryEnter(ConnectionContext connection)
    {
        var slot = new ConnectionSlot(this, connection);
        ConnectionSlot? longest = null;
        lock (gate)
        {
            if (taken >= most)
            {
                longest = waiting.First?.Value;
                if (longest is null)
                {
                    return false;
                }

                waiting.RemoveFirst();
                longest.IsHeld = false;
                taken--;
            }

            taken++;
            slot.IsHeld = true;
            waiting.AddLast(slot.Place);
        }

        longest?.Connection.Abort();
        connection.Features.Set(slot);
        return true;
    }
}

/// <summary>One connection's slot.</summary>
internal sealed class ConnectionSlot
{
    private readonly ConnectionSlots slots;

    public ConnectionSlot(ConnectionSlots slots, ConnectionContext connection)
    {
        this.slots = slots;
        Connection = connection;
        Place = new LinkedListNode<ConnectionSlot>(this);
    }

    public ConnectionContext Connection { get; }

    /// <summary>Among those that wait.</summary>
    public LinkedListNode<ConnectionSlot> Place { get; }

    /// <summary>Requests that are being answered.</summary>
    public int Requests { get; set; }

    /// <summary>Whether the slot is still this connection's.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Serves the connection, and gives its slot back when it is gone.</summary>
    public async Task HoldAsync(ConnectionDelegate serve)
    {
        try
        {
            await serve(Connection);
        }
        finally
        {
            slots.Left(this);
        }
    }

    /// <summary>Keeps the slot as long as a request is being answered.</summary>
    public async Task AnswerAsync(Func<Task> answer)
    {
        slots.Began(this);
        try
        {
            await answer();
        }
        finally
        {
            slots.Ended(this);
        }
    }
}
