using System.Collections.Immutable;

namespace ContainerdExporter.Causes.Storage.KernelErrors;

/// <summary>What the kernel's log of this boot says about storage errors. Immutable.</summary>
internal sealed record KernelErrorTotals
{
    /// <summary>Stands for devices beyond <see cref="DeviceLimit"/>; no device has this name.</summary>
    public const string Further = "";

    /// <summary>Devices told apart. A node that attaches volumes all day sees new names for ever.</summary>
    public const int DeviceLimit = 64;

    public static readonly KernelErrorTotals None = new();

    /// <summary>Reports by kernel device name and kind; absent means none.</summary>
    public ImmutableDictionary<(string Device, KernelErrorKind Kind), long> Errors { get; init; } =
        ImmutableDictionary<(string Device, KernelErrorKind Kind), long>.Empty;

    /// <summary>The last report of each device that had one.</summary>
    public ImmutableDictionary<string, DateTimeOffset> LastErrors { get; init; } =
        ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>Reports of hanging tasks; absent means none.</summary>
    public ImmutableDictionary<HungComponent, long> HungTasks { get; init; } = ImmutableDictionary<HungComponent, long>.Empty;

    public long ErrorsOf(string device, KernelErrorKind kind) => Errors.GetValueOrDefault((device, kind));

    public KernelErrorTotals With(string device, KernelErrorKind kind, DateTimeOffset time)
    {
        var name = LastErrors.ContainsKey(device) || LastErrors.Count < DeviceLimit ? device : Further;
        return this with
        {
            Errors = Errors.SetItem((name, kind), ErrorsOf(name, kind) + 1),
            LastErrors = LastErrors.SetItem(name, time),
        };
    }

    public KernelErrorTotals With(HungComponent component) =>
        this with { HungTasks = HungTasks.SetItem(component, HungTasks.GetValueOrDefault(component) + 1) };
}
