using System.Globalization;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>What the machine under the nodes does not let them have, and the alert that is right about it.</summary>
public static class Machine
{
    private const int SysResource = 24; // linux/capability.h

    /// <summary>Whether root may spare a process from the OOM killer: needs CAP_SYS_RESOURCE, which sandboxes take away.</summary>
    public static bool CanProtectFromOom { get; } = (EffectiveCapabilities() >> SysResource & 1) == 1;

    /// <summary>Whether the alert tells the truth about every node here, healthy ones included.</summary>
    public static bool IsRightToSay(string alert) => alert == "ContainerdOomUnprotected" && !CanProtectFromOom;

    private static ulong EffectiveCapabilities()
    {
        const string Field = "CapEff:";
        var line = File.ReadLines("/proc/self/status").Single(each => each.StartsWith(Field, StringComparison.Ordinal));
        return ulong.Parse(line.AsSpan(Field.Length).Trim(), NumberStyles.HexNumber);
    }
}
