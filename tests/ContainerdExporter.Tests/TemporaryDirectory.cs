namespace ContainerdExporter.Tests;

/// <summary>A directory for one test; its path is short enough for Unix sockets in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ce-").FullName;

    public string At(string relative) => System.IO.Path.Combine(Path, relative.TrimStart('/'));

    /// <summary>Writes a file and the directories above it.</summary>
    public string Write(string relative, string content)
    {
        var path = At(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
