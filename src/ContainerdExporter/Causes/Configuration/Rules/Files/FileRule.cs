using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Files;

/// <summary>A path of the configuration leads to something that is not a readable file.</summary>
internal sealed class FileRule : ConfigRule
{
    public override string Name => "file";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        foreach (var file in context.Config.Loaded.Files)
        {
            var problem = file.State switch
            {
                ConfigFileState.NotAFile when file.Kind == PathKind.Directory =>
                    Fatal(file.ImportedAt, $"{file.Path} is a directory", "Import its files with a pattern: \"directory/*.toml\"."),
                ConfigFileState.NotAFile =>
                    Fatal(file.ImportedAt, $"{file.Path} cannot be opened: {Reason(file.Kind)}", "Correct the path or remove the import."),
                ConfigFileState.Waits =>
                    Fatal(file.ImportedAt, $"{file.Path} is a FIFO or a socket: containerd would wait for it or fail", "Put a file in its place."),
                ConfigFileState.Device =>
                    Warning(file.ImportedAt, $"{file.Path} is a device", "Put a file in its place."),
                ConfigFileState.TooLarge =>
                    Warning(file.ImportedAt, $"{file.Path} is larger than {ConfigFileReader.SizeLimit >> 10} KiB and is not checked", "Check that it is a containerd configuration at all."),
                ConfigFileState.TooDeep =>
                    Warning(new ConfigPosition(file.Path, 1, 1, 1), $"tables are nested more than {ConfigFileReader.DepthLimit} deep; the file is not checked", "Check that it is a containerd configuration at all."),
                ConfigFileState.Unreadable =>
                    Warning(file.ImportedAt, $"{file.Path} cannot be read by the exporter and is not checked", "Run the check as root."),
                _ => null,
            };
            if (problem is not null)
            {
                yield return problem;
            }
        }

        if (context.Config.Loaded.Truncated)
        {
            yield return Warning(null, $"there are more than {ConfigLoader.FileLimit} files, or more text than is checked", "Check the patterns of the imports.");
        }
    }

    private static string Reason(PathKind kind) => kind == PathKind.LinkLoop ? "a loop of symbolic links" : "a part of the path is not a directory";
}
