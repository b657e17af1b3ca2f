using System.Runtime.CompilerServices;
using ContainerdExporter.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Hosting;

public sealed class MemoryUpkeepTests
{
    private const int BlockSize = 64 << 20;

    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task RunAsync_WhatWasFilledAndIsFree_IsGivenBackAtItsTime()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var block = Fill();
        var upkeep = new MemoryUpkeep(time).RunAsync(stop.Token);
        time.Advance(MemoryUpkeep.Interval / 2);
        Assert.True(block.IsAlive);

        time.Advance(MemoryUpkeep.Interval / 2);
        for (var i = 0; i < 100 && block.IsAlive; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), stop.Token);
        }

        Assert.False(block.IsAlive);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upkeep);
    }

    /// <summary>In a frame of its own, or the debugger's lifetimes would keep it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Fill() => new(GC.AllocateUninitializedArray<byte>(BlockSize));
}
