namespace ContainerdExporter.Causes.Storage.KernelErrors;

/// <summary><c>INFO: task NAME:PID blocked for more than N seconds.</c>, and since 6.18 <c>blocked in I/O wait for …</c> (kernel/hung_task.c).</summary>
internal static class HungTaskLine
{
    public static bool TryParse(ReadOnlySpan<byte> text, out HungComponent component)
    {
        component = default;
        if (!text.StartsWith("INFO: task "u8))
        {
            return false;
        }

        var task = text["INFO: task "u8.Length..];
        var end = task.LastIndexOf(" blocked "u8);
        if (end < 0 || task[end..].IndexOf(" for more than "u8) < 0)
        {
            return false;
        }

        var colon = task[..end].LastIndexOf((byte)':'); // The name may hold colons, and often does: runc:[2:INIT].
        return colon > 0 && TryName(task[..colon], out component);
    }

    private static bool TryName(ReadOnlySpan<byte> name, out HungComponent component)
    {
        component = name.SequenceEqual("containerd"u8) ? HungComponent.Containerd
            : name.StartsWith("containerd-shim"u8) ? HungComponent.Shim
            : HungComponent.Runc;
        return component != HungComponent.Runc ||
            name.SequenceEqual("runc"u8) ||
            name.StartsWith("runc:["u8) ||
            name.SequenceEqual("crun"u8);
    }
}
