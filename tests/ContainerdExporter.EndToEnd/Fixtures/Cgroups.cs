namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>The machine's cgroup hierarchies: one (version 2) or one per controller (version 1).</summary>
public static class Cgroups
{
    private const string Root = "/sys/fs/cgroup";

    /// <summary>Lets go on whatever is frozen in a group or below it.</summary>
    public static void Thaw(string group)
    {
        foreach (var (hierarchy, file, word) in new[] { ($"{Root}/freezer", "freezer.state", "THAWED"), (Root, "cgroup.freeze", "0") })
        {
            var path = Path.Combine(hierarchy, group);
            foreach (var switchFile in Directory.Exists(path) ? Directory.GetFiles(path, file, SearchOption.AllDirectories) : [])
            {
                File.WriteAllText(switchFile, word);
            }
        }
    }

    /// <summary>Removes a group and those below it from every hierarchy. Their processes have been killed, but may still be ending.</summary>
    public static void Remove(string group)
    {
        foreach (var hierarchy in Directory.EnumerateDirectories(Root).Prepend(Root))
        {
            var path = Path.Combine(hierarchy, group);
            if (Directory.Exists(path))
            {
                RemoveTree(path);
            }
        }
    }

    private static void RemoveTree(string path)
    {
        foreach (var child in Directory.EnumerateDirectories(path))
        {
            RemoveTree(child);
        }

        // A group's files go with it: this is one rmdir.
        for (var attempts = 50; ; attempts--)
        {
            try
            {
                Directory.Delete(path);
                return;
            }
            catch (IOException) when (attempts > 0)
            {
                Thread.Sleep(20);
            }
        }
    }
}
