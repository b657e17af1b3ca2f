namespace ContainerdExporter.Causes.Configuration.Rules.Files;

/// <summary>Text on which the parsers of containerd's releases differ from each other and from the one used here, of TOML 1.1.</summary>
internal sealed class DialectRule : ConfigRule
{
    public override string Name => "toml_dialect";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        foreach (var use in context.Config.Loaded.Files.SelectMany(file => file.Dialect))
        {
            if (context.Release.IsV1 ? use.RefusedByV1 : use.RefusedByV2)
            {
                yield return Fatal(use.At, $"the parser of {context.Daemon} refuses {use.What}", use.Fix);
            }
            else
            {
                yield return Warning(use.At, $"parsers of other containerd releases refuse {use.What}", use.Fix);
            }
        }
    }
}
