namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>A temporary folder for everything that one run of the suite writes.</summary>
public static class WorkFolder
{
    public static string Root { get; } = Directory.CreateTempSubdirectory("containerd-exporter-tests-").FullName;

    static WorkFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);

    public static string Create(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;
}
