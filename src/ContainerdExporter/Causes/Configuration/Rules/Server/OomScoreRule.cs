namespace ContainerdExporter.Causes.Configuration.Rules.Server;

/// <summary>The kernel takes scores from -1000 to 1000; containerd logs the failure and goes on without protection.</summary>
internal sealed class OomScoreRule : ConfigRule
{
    public override string Name => "oom_score";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (context.Top("oom_score") is { Scalar: long and (< -1000 or > 1000) } node)
        {
            yield return Warning(node.At, $"{node.Scalar} is outside of -1000 to 1000: the kernel refuses it", "Write -999 to keep containerd from the OOM killer, as its unit does.");
        }
    }
}
