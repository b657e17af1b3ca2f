namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>A handler's shim: named, of this release, and installed. Nothing is said at the start; its pods fail.</summary>
internal sealed class RuntimeTypeRule : ConfigRule
{
    private const string OldLinux = "io.containerd.runtime.v1.linux";
    private const string RuncV1 = "io.containerd.runc.v1";

    public override string Name => "runtime_type";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        foreach (var (handler, table) in context.Cri.Handlers.Where(_ => context.Cri.IsEnabled))
        {
            var type = table.Child("runtime_type");
            if (table.Child("runtime_path") is { Text: { Length: > 0 } path } pathNode)
            {
                if (!path.StartsWith('/') || !context.Files.IsExecutable(path))
                {
                    yield return Warning(pathNode.At, $"pods of handler {handler} fail: {path} is no program", "Write the full path of the shim.");
                }
            }
            else if (type is not { Text: { Length: > 0 } name })
            {
                yield return Warning((type ?? table).At, $"handler {handler} has no runtime_type: its pods fail", "Write \"io.containerd.runc.v2\" for runc.");
            }
            else if (Mistake(context, name) is { } mistake)
            {
                yield return Warning(type.At, $"pods of handler {handler} fail: {mistake}", Fix(context, name));
            }
            else if (name is OldLinux or RuncV1)
            {
                yield return Warning(type.At, $"{name} is deprecated and gone in 2.0", "Write \"io.containerd.runc.v2\".");
            }
        }
    }

    private static string? Mistake(RuleContext context, string type)
    {
        if (type is OldLinux or RuncV1 && !context.Release.IsV1)
        {
            return $"{type} was removed in 2.0";
        }

        if (type == OldLinux)
        {
            return context.FindProgram("containerd-shim") is null ? "there is no containerd-shim" : null;
        }

        if (type.StartsWith('/'))
        {
            return context.Files.IsExecutable(type) ? null : $"{type} is no program";
        }

        return ShimOf(type) is not { } shim ? $"\"{type}\" is no runtime type"
            : context.FindProgram(shim) is null ? $"{shim} is not in the daemon's PATH"
            : null;
    }

    /// <summary><c>io.containerd.runsc.v1</c> is <c>containerd-shim-runsc-v1</c> (pkg/shim/util.go BinaryName).</summary>
    private static string? ShimOf(string type)
    {
        var parts = type.Split('.');
        return parts.Length >= 2 && parts.All(part => part.Length > 0) ? $"containerd-shim-{parts[^2]}-{parts[^1]}" : null;
    }

    private static string Fix(RuleContext context, string type) =>
        type is OldLinux or RuncV1 ? "Write \"io.containerd.runc.v2\"."
        : ShimOf(type) is { } shim ? $"Install {shim}, or correct the type."
        : $"Write io.containerd.<name>.v<number>; {context.Daemon} makes containerd-shim-<name>-v<number> of it.";
}
