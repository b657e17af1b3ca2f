using System.Text;
using ContainerdExporter.Causes.Storage.Bolt;
using ContainerdExporter.Causes.Storage.Databases;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Linux;

namespace ContainerdExporter.SupportBundle.Sources;

/// <summary>The meta pages of containerd's bolt files, byte by byte: they hold page numbers and a checksum, and nothing of an image.</summary>
internal static class DatabaseHeaders
{
    public static string Read(HostPaths host, IEnumerable<ContainerdInstance> instances)
    {
        var text = new StringBuilder();
        foreach (var path in instances.SelectMany(DatabasePlaces.Of).Select(place => place.Path).Distinct(StringComparer.Ordinal))
        {
            Append(text, path, host.ToLocal(path));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string path, string local)
    {
        using var file = Libc.Open(local, Libc.OpenReadOnly | Libc.OpenNonBlocking, out var errno);
        if (file is null)
        {
            if (errno != Errno.NotFound)
            {
                text.AppendLine($"{path}: {ProcFile.Failure(path, errno).Message}");
            }

            return;
        }

        text.AppendLine($"{path}: {new FileInfo(local).Length} bytes");
        var page = new byte[BoltMeta.Size];
        for (var size = BoltMeta.SmallestPage; size <= BoltMeta.LargestPage; size *= 2)
        {
            // The second meta page is where the first says how long a page is; a first that is damaged says nothing.
            foreach (var offset in size == BoltMeta.SmallestPage ? new[] { 0, size } : [size])
            {
                var length = Libc.ReadAt(file, page, offset, out _);
                if (length > 0 && (offset == 0 || BoltMeta.TryParse(page.AsSpan(0, length)) is not null || size == BoltMeta.SmallestPage))
                {
                    text.AppendLine($"  at {offset}: {Convert.ToHexString(page, 0, length)} {(BoltMeta.TryParse(page.AsSpan(0, length)) is { } meta ? $"valid, transaction {meta.Transaction}" : "not valid")}");
                }
            }
        }
    }
}
