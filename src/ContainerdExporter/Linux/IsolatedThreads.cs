namespace ContainerdExporter.Linux;

/// <summary>
/// Threads for work that may never end. A thread that comes back is kept for the next work, since starting one costs more
/// than most of the calls that it is for; one that does not is missed by nobody, as a new one takes its place.
/// </summary>
internal sealed class IsolatedThreads
{
    /// <summary>Threads kept without work. More run at once only in the first moment of a scrape.</summary>
    private const int KeptLimit = 4;

    private const int StackBytes = 256 * 1024;

    private readonly Lock gate = new();
    private readonly Stack<Seat> free = new();

    /// <summary>Runs the work, and after it, when its thread is free again, what the work gave back.</summary>
    public void Run(Func<Action> work)
    {
        Seat? seat;
        lock (gate)
        {
            free.TryPop(out seat);
        }

        if (seat is not null)
        {
            seat.Give(work);
            return;
        }

        new Thread(() => Serve(work), StackBytes) { IsBackground = true, Name = "isolated" }.Start();
    }

    private void Serve(Func<Action> work)
    {
        var seat = new Seat();
        while (true)
        {
            var tell = work();
            var kept = TryKeep(seat);
            tell();
            if (!kept)
            {
                return;
            }

            work = seat.Take();
        }
    }

    private bool TryKeep(Seat seat)
    {
        lock (gate)
        {
            if (free.Count >= KeptLimit)
            {
                return false;
            }

            free.Push(seat);
            return true;
        }
    }

    /// <summary>Where a kept thread waits. A monitor, as it sleeps at once where the other primitives spin first.</summary>
    private sealed class Seat
    {
        private readonly object gate = new();
        private Func<Action>? next;

        public void Give(Func<Action> work)
        {
            lock (gate)
            {
                next = work;
                Monitor.Pulse(gate);
            }
        }

        public Func<Action> Take()
        {
            lock (gate)
            {
                while (next is null)
                {
                    Monitor.Wait(gate);
                }

                var work = next;
                next = null;
                return work;
            }
        }
    }
}
