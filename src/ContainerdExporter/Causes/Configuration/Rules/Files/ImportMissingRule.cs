using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Files;

/// <summary>An import without a pattern names a file that is not there. A pattern may match nothing.</summary>
internal sealed class ImportMissingRule : ConfigRule
{
    public override string Name => "import_missing";

    public override IEnumerable<ConfigProblem> Check(RuleContext context) =>
        from file in context.Config.Loaded.Files
        where file.State == ConfigFileState.Missing && file.ImportedAt is not null
        select Fatal(
            file.ImportedAt,
            $"imported file {file.Path} does not exist",
            "Create the file or remove the import; a pattern such as \"/etc/containerd/conf.d/*.toml\" may match nothing.");
}
