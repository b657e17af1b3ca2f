using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Keys;

/// <summary>A main file without a version has a meaning of its own in each release, and hardly ever the one that was meant.</summary>
internal sealed class VersionMissingRule : ConfigRule
{
    public override string Name => "version_missing";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (context.Config.Loaded.Files is not [{ State: ConfigFileState.Loaded } main, ..] ||
            main.Version is > 1 or < 0 ||
            main.Root.Child("plugins") is not { Children.Count: > 0 } plugins)
        {
            yield break;
        }

        var at = main.Root.Child("version")?.At ?? plugins.Children.Values.First().At;
        if (context.Release.IsV1 && context.Config.Version == 1)
        {
            yield return Warning(at, "a file without \"version = 2\" is deprecated, and 2.x reads it otherwise", "Begin the file with \"version = 2\" and give the plugins their full ids.");
        }
        else if (!context.Release.IsV1 && context.Release.NewestFileVersion < 4)
        {
            yield return Warning(
                at,
                $"{context.Daemon} takes a file without a version for version {context.Release.NewestFileVersion}, apart from the plugins' names",
                "Begin the file with the version whose keys it uses.");
        }
    }
}
