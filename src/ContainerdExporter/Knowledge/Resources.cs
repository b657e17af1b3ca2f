namespace ContainerdExporter.Knowledge;

/// <summary>Files that are embedded in the binary.</summary>
internal static class Resources
{
    public static IEnumerable<string> Names => typeof(Resources).Assembly.GetManifestResourceNames();

    public static string Read(string name)
    {
        using var stream = typeof(Resources).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"not embedded: {name}", name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
