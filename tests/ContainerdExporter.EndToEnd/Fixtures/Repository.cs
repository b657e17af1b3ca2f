namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>The checkout that these tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string Find(string directory) =>
        File.Exists(Path.Combine(directory, "ContainerdExporter.sln"))
            ? directory
            : Find(Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("the tests do not run inside a checkout"));
}
