namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>The default handler must be defined. In 1.x a table of handlers without runc removes the built-in runc.</summary>
internal sealed class DefaultRuntimeRule : ConfigRule
{
    public override string Name => "default_runtime";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        var cri = context.Cri;
        var name = cri.DefaultRuntime;
        if (!cri.IsEnabled || cri.HasHandler(name))
        {
            yield break;
        }

        var handlers = string.Join(", ", cri.Handlers.Select(handler => handler.Key));
        yield return cri.DefaultRuntimeName is { } node
            ? Degraded(
                node.At,
                name.Length == 0 ? "the default handler has no name: CRI cannot load" : $"no handler \"{name}\" is defined: CRI cannot load",
                handlers.Length > 0 ? $"Choose from {handlers}, or define it." : "Choose \"runc\", or define the handler.")
            : Degraded(
                cri.Runtime("containerd", "runtimes")?.At,
                $"these handlers replace the built-in runc of {context.Daemon}, which is the default: CRI cannot load",
                "Define runc beside them, or name another one in default_runtime_name.");
    }
}
