using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ContainerdExporter.Exposition;
using ContainerdExporter.Linux;
using ContainerdExporter.SupportBundle.Redaction;

namespace ContainerdExporter.SupportBundle;

/// <summary>
/// Gathers the parts, one after the other, each for as long as it may take, and packs what came of them. A part that hangs or fails is
/// named in the manifest, and the others are there.
/// </summary>
/// <param name="calls">A part that hangs holds a thread of these.</param>
/// <param name="redactor">Sees every byte before it goes in.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told of each part.</param>
internal sealed class BundleArchive(IsolatedCalls calls, Redactor redactor, TimeProvider time, Action<string> progress)
{
    /// <summary>Bytes of all files together, before they are compressed.</summary>
    public const int Limit = 10 << 20;

    /// <summary>After this, what has not been asked is not asked any more.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly List<(string Name, byte[] Content)> contents = [];
    private readonly List<BundleFile> files = [];
    private readonly List<MissingFile> missing = [];

    /// <summary>What the manifest says, once everything has been gathered.</summary>
    public BundleManifest Manifest => new(1, time.GetUtcNow(), Environment.MachineName, SelfMetrics.Version, files, missing);

    public async Task GatherAsync(IEnumerable<BundlePart> parts)
    {
        var start = time.GetTimestamp();
        foreach (var part in parts)
        {
            progress(part.Name);
            if (time.GetElapsedTime(start) > Deadline)
            {
                missing.Add(new MissingFile(part.Name, part.About, $"there was no time left after {Deadline.TotalSeconds:0} s"));
                continue;
            }

            try
            {
                Add(part, await calls.RunAsync($"bundle {part.Name}", part.Read, part.Patience));
            }
            catch (TimeoutException)
            {
                missing.Add(new MissingFile(part.Name, part.About, $"no answer within {part.Patience.TotalSeconds:0} s"));
            }
            catch (Exception e)
            {
                // Whatever it is, the rest is worth having, and the manifest says so.
                missing.Add(new MissingFile(part.Name, part.About, redactor.Clean(e is IOException or UnauthorizedAccessException ? e.Message : $"{e.GetType().Name}: {e.Message}")));
            }
        }
    }

    /// <summary>The archive, gzip over tar, with everything in one directory.</summary>
    /// <param name="directory">Its name.</param>
    public byte[] Pack(string directory)
    {
        var packed = new MemoryStream();
        using (var compressed = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(compressed, TarEntryFormat.Ustar))
        {
            Write(tar, $"{directory}/manifest.json", JsonSerializer.SerializeToUtf8Bytes(Manifest, BundleManifestJson.Default.BundleManifest));
            foreach (var (name, content) in contents)
            {
                Write(tar, $"{directory}/{name}", content);
            }
        }

        return packed.ToArray();
    }

    private void Add(BundlePart part, string text)
    {
        // Cut after the cleaning: a secret that is cut in two is not recognised.
        var clean = redactor.Clean(text);
        var cut = clean.Length <= part.Limit ? clean : part.KeepsEnd ? clean[^part.Limit..] : clean[..part.Limit];
        var content = Encoding.UTF8.GetBytes(cut);
        contents.Add((part.Name, content));
        files.Add(new BundleFile(part.Name, part.About, content.Length, cut.Length < clean.Length));
    }

    private void Write(TarWriter tar, string name, byte[] content) => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
    {
        DataStream = new MemoryStream(content),
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        ModificationTime = time.GetUtcNow(),
    });
}
