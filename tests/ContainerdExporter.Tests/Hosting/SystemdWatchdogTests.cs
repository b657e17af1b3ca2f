using System.Globalization;
using ContainerdExporter.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests.Hosting;

public sealed class SystemdWatchdogTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider time = new();
    private readonly Words words = new();

    [Fact]
    public async Task Run_ExporterAnswers_SaysSoThreeTimesInTheLimit()
    {
        await WatchAsync(_ => Task.CompletedTask, async () =>
        {
            await words.AwaitAsync(1);
            time.Advance(Limit / 3);
            await words.AwaitAsync(2);
            time.Advance(Limit / 3);
            await words.AwaitAsync(3);
        });
        Assert.All(words.All, word => Assert.Equal("WATCHDOG=1", word));
    }

    [Fact]
    public async Task Run_NoAnswer_SaysNothingUntilThereIsOne()
    {
        var asked = new SemaphoreSlim(0);
        var isDeaf = true;
        await WatchAsync(
            async cancellationToken =>
            {
                asked.Release();
                if (isDeaf)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                }
            },
            async () =>
            {
                for (var i = 0; i < 4; i++)
                {
                    Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken), "it is not asked again");
                    time.Advance(Limit / 3);
                }

                Assert.Empty(words.All);
                isDeaf = false;
                while (words.All.Count == 0)
                {
                    time.Advance(Limit / 3);
                    await Task.Delay(1, TestContext.Current.CancellationToken);
                }
            });
    }

    [Fact]
    public async Task Run_ConnectionRefused_SaysNothingAndGoesOn()
    {
        var answers = 0;
        await WatchAsync(
            _ => ++answers == 1 ? throw new HttpRequestException("refused") : Task.CompletedTask,
            async () =>
            {
                while (answers == 0)
                {
                    await Task.Delay(1, TestContext.Current.CancellationToken);
                }

                Assert.Empty(words.All);
                time.Advance(Limit / 3);
                await words.AwaitAsync(1);
            });
    }

    [Fact]
    public void LimitOf_ForThisProcess_IsTheUnitsTime()
    {
        var pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(TimeSpan.FromSeconds(30), SystemdWatchdog.LimitOf("30000000", pid));
        Assert.Equal(TimeSpan.FromSeconds(30), SystemdWatchdog.LimitOf("30000000", null));
        Assert.Null(SystemdWatchdog.LimitOf("30000000", "1"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("soon")]
    public void LimitOf_NoTime_IsNone(string? microseconds) => Assert.Null(SystemdWatchdog.LimitOf(microseconds, null));

    [Theory]
    [InlineData("http://[::]:10110", "http://[::1]:10110/")]
    [InlineData("http://0.0.0.0:10110", "http://127.0.0.1:10110/")]
    [InlineData("http://127.0.0.1:80", "http://127.0.0.1/")]
    [InlineData("http://192.0.2.7:10110", "http://192.0.2.7:10110/")]
    [InlineData("http://[2001:db8::7]:10110", "http://[2001:db8::7]:10110/")]
    public void Reachable_Listening_IsAnAddressToConnectTo(string listening, string reachable) =>
        Assert.Equal(reachable, OwnRequest.Reachable(BindingAddress.Parse(listening)).ToString());

    private async Task WatchAsync(Func<CancellationToken, Task> ask, Func<Task> during)
    {
        using var stop = new CancellationTokenSource();
        var running = new SystemdWatchdog(words, ask, Limit, time, NullLogger.Instance).RunAsync(stop.Token);
        await during();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private sealed class Words : ISystemdNotifier
    {
        private readonly List<string> all = [];

        public bool IsEnabled => true;

        public IReadOnlyList<string> All
        {
            get
            {
                lock (all)
                {
                    return [.. all];
                }
            }
        }

        public void Notify(ServiceState state)
        {
            lock (all)
            {
                all.Add(state.ToString());
            }
        }

        public async Task AwaitAsync(int count)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            while (All.Count < count)
            {
                await Task.Delay(1, patience.Token);
            }

            Assert.Equal(count, All.Count);
        }
    }
}
