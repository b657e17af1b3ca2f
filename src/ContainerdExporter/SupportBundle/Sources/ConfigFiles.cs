using System.Text;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.SupportBundle.Redaction;

namespace ContainerdExporter.SupportBundle.Sources;

/// <summary>The configuration files of an instance, and its registries' <c>hosts.toml</c>, with their secrets masked.</summary>
/// <param name="files">Of the host.</param>
/// <param name="redactor">Learns each secret.</param>
internal sealed class ConfigFiles(INodeFiles files, Redactor redactor)
{
    private const int RegistryLimit = 64;

    public string Read(string mainPath)
    {
        var text = new StringBuilder();
        var loaded = ConfigLoader.Load(files, mainPath, ContainerdRelease.Newest);
        if (loaded.Files.Count == 0)
        {
            text.AppendLine($"# {mainPath} does not exist: containerd's defaults");
        }

        foreach (var file in loaded.Files)
        {
            Append(text, file);
        }

        foreach (var path in RegistryFiles(loaded))
        {
            Append(text, ConfigFileReader.Read(files, path, importedAt: null));
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, ConfigFile file)
    {
        text.AppendLine($"# {file.Path}: {file.State}; comments are left out, {Redactor.Mask} is hidden");
        foreach (var error in file.Errors)
        {
            text.AppendLine($"# {error.At}: not shown, since it is no TOML here");
        }

        text.AppendLine(new ConfigPrint(redactor).Print(file.Root)).AppendLine();
    }

    /// <summary>Below <c>config_path</c>, which names several directories with a colon between them.</summary>
    private IEnumerable<string> RegistryFiles(LoadedConfig loaded) => loaded.Files
        .SelectMany(file => Find(file.Root, "config_path"))
        .SelectMany(paths => paths.Split(':', StringSplitOptions.RemoveEmptyEntries))
        .Where(path => path.StartsWith('/') && !path.Contains('\0', StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal)
        .SelectMany(directory => files.Names(directory, RegistryLimit).Select(host => $"{directory}/{host}/hosts.toml"))
        .Where(path => files.Stamp(path).Kind == PathKind.File)
        .Take(RegistryLimit);

    private static IEnumerable<string> Find(ConfigNode node, string name) => node.Children.SelectMany(child =>
        child.Key == name && child.Value.Text is { } text ? [text] : Find(child.Value, name));
}
