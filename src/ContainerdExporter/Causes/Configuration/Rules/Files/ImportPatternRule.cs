using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Files;

/// <summary>A relative pattern is resolved by the working directory before 1.7, so it matches nothing under systemd.</summary>
internal sealed class ImportPatternRule : ConfigRule
{
    public override string Name => "import_pattern";

    public override IEnumerable<ConfigProblem> Check(RuleContext context) =>
        from file in context.Config.Loaded.Files
        from import in file.Root.Child("imports")?.Items ?? []
        where context.Release < new ContainerdRelease(1, 7, 0)
        where import.Text is { } text && text.Contains('*', StringComparison.Ordinal) && !Path.IsPathRooted(text)
        select Warning(
            import.At,
            $"{context.Daemon} resolves a relative pattern by its working directory, not by the file's",
            $"Write the full path: \"{Path.GetFullPath(import.Text!, Path.GetDirectoryName(file.Path) ?? "/")}\".");
}
