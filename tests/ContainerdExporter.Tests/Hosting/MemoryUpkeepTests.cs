using System.Runtime.CompilerServices;
using ContainerdExporter.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Hosting;

public sealed class MemoryUpkeepTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task RunAsync_GivesBackAtEachIntervalAndNotBefore()
    {
        var time = new FakeTimeProvider();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var given = new SemaphoreSlim(0);
        var upkeep = new MemoryUpkeep(() => given.Release(), time).RunAsync(stop.Token);
        for (var round = 0; round < 3; round++)
        {
            time.Advance(MemoryUpkeep.Interval - TimeSpan.FromTicks(1));
            Assert.Equal(0, given.CurrentCount);
            time.Advance(TimeSpan.FromTicks(1));
            Assert.True(await given.WaitAsync(Patience, stop.Token));
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upkeep);
    }

    [Fact]
    public void GiveBack_WhatNobodyHolds_IsGone()
    {
        var block = Fill();
        MemoryUpkeep.GiveBack();
        Assert.False(block.IsAlive);
    }

    /// <summary>In a frame of its own, or the debugger's lifetimes would keep it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Fill() => new(GC.AllocateUninitializedArray<byte>(64 << 20));
}
