using Microsoft.Extensions.Time.Testing;

namespace ContainerdExporter.Tests;

/// <summary>A node whose clock is set while its timestamps go on, as after a correction by NTP.</summary>
internal sealed class SteppingTimeProvider : FakeTimeProvider
{
    /// <summary>By how much the clock has been set.</summary>
    public TimeSpan Step { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Step;

    public override long GetTimestamp() => base.GetTimestamp() - Step.Ticks; // The base derives it from the clock.
}
