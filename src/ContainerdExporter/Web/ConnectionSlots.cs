using Microsoft.AspNetCore.Connections;

namespace ContainerdExporter.Web;

/// <summary>
/// Bounds the memory that connections hold without shutting the door on the next scrape: when all slots are taken, a newcomer gets that
/// of the connection which has waited longest without a request. Whoever is being answered keeps its own.
/// </summary>
/// <param name="most">How many connections there may be.</param>
internal sealed class ConnectionSlots(int most)
{
    private readonly Lock gate = new();
    private readonly LinkedList<ConnectionSlot> waiting = [];
    private int taken;

    public async Task HoldAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var slot = new ConnectionSlot(this, connection);
        if (!TryEnter(slot, out var longest))
        {
            connection.Abort();
            return;
        }

        longest?.Connection.Abort();
        connection.Features.Set(slot);
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(slot);
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

    private bool TryEnter(ConnectionSlot slot, out ConnectionSlot? longest)
    {
        lock (gate)
        {
            longest = null;
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
            return true;
        }
    }

    private void Leave(ConnectionSlot slot)
    {
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
