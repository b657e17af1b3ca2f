using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Keys;

/// <summary>The version that a file states, against those that the release reads.</summary>
internal sealed class VersionRule : ConfigRule
{
    public override string Name => "version";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        var release = context.Release;
        var main = context.Config.Loaded.Files is [var first, ..] ? first.Version ?? 0 : 0;
        var last = context.Config.Loaded.Files.LastOrDefault(file => file.Version is not null and not 0);
        foreach (var file in context.Config.Loaded.Files)
        {
            if (file.Version is not { } version || file.Root.Child("version") is not { } node)
            {
                continue;
            }

            if (version > release.NewestFileVersion && file == last)
            {
                yield return release.RefusesNewerFiles
                    ? Fatal(node.At, $"{context.Daemon} reads versions up to {release.NewestFileVersion}", $"Write the file for version {release.NewestFileVersion}.")
                    : Warning(node.At, $"{context.Daemon} reads the file as version 2 and ignores every section that is new in version {version}", "Write the file for version 2.");
            }
            else if (version < 0)
            {
                yield return release.IsV1
                    ? Warning(node.At, "there is no such version", "Write \"version = 2\".")
                    : Fatal(node.At, $"there is no such version; {context.Daemon} ends in a panic", $"Write \"version = {release.NewestFileVersion}\".");
            }
            else if (file.ImportedAt is not null && version > main && version <= release.NewestFileVersion)
            {
                if (HigherImport(context, node, version, main) is { } problem)
                {
                    yield return problem;
                }
            }
            else if (file.ImportedAt is not null && release.IsV1 && version == 1 && main > 1)
            {
                yield return Warning(node.At, "this makes the whole configuration one of version 1: sections with full plugin ids are ignored", $"Write \"version = {main}\".");
            }
        }
    }

    private ConfigProblem? HigherImport(RuleContext context, ConfigNode node, long version, long main)
    {
        if (context.Release.NewestFileVersion >= 4)
        {
            return main == 0
                ? null
                : Fatal(node.At, $"an imported file may not have a higher version than the main file, which has {main}", $"Write \"version = {main}\" and its keys, or migrate the main file first.");
        }

        return !context.Release.IsV1 && main == 2
            ? Warning(node.At, $"this makes the main file, of version 2, pass for version {version}: its CRI settings are ignored", "Give both files the same version; \"containerd config migrate\" prints the main file in the new one.")
            : null;
    }
}
