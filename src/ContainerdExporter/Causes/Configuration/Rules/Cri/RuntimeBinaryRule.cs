namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>BinaryName points to the OCI runtime that the runc shim runs; without it, runc is searched along PATH.</summary>
internal sealed class RuntimeBinaryRule : ConfigRule
{
    public override string Name => "runtime_binary";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        foreach (var (handler, table) in context.Cri.Handlers.Where(_ => context.Cri.IsEnabled))
        {
            if (table.Find("options", "BinaryName") is { Text: { Length: > 0 } binary } node && context.FindProgram(binary) is null)
            {
                yield return Warning(node.At, $"pods of handler {handler} fail: {binary} is no program", "Install the runtime, or correct the path.");
            }
        }
    }
}
