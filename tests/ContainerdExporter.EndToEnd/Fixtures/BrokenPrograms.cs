namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>Puts at a program's place on the node what cannot run.</summary>
public static class BrokenPrograms
{
    private const string Real = "/usr/sbin/runc";
    private const int MachineOffset = 18; // e_machine of the ELF header
    private const byte S390 = 22; // EM_S390

    /// <summary>The real runc.</summary>
    public static Task InstallAsync(TestNode node, string path) => node.RunAsync("install", "-D", Real, path);

    public static async Task ExitingAsync(TestNode node, string path)
    {
        node.Delete(path);
        node.Write(path, "#!/bin/sh\necho this runc is broken >&2\nexit 1\n");
        await node.RunAsync("chmod", "755", path);
    }

    public static async Task ForeignAsync(TestNode node, string path)
    {
        var program = await File.ReadAllBytesAsync(Real);
        program[MachineOffset] = S390;
        node.Delete(path);
        await File.WriteAllBytesAsync(node.PathOf(path), program);
        await node.RunAsync("chmod", "755", path);
    }

    public static async Task NotExecutableAsync(TestNode node, string path)
    {
        await InstallAsync(node, path);
        await node.RunAsync("chmod", "644", path);
    }
}
