using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ContainerdExporter.Linux;
using ContainerdExporter.SupportBundle;
using ContainerdExporter.SupportBundle.Redaction;

namespace ContainerdExporter.Tests.SupportBundle;

public sealed class BundleArchiveTests
{
    private readonly Redactor redactor = new();
    private readonly List<string> told = [];

    [Fact]
    public async Task Pack_Parts_AreInTheArchiveAndInItsManifest()
    {
        var files = await PackAsync(new BundlePart("a.txt", "the first", () => "first"), new BundlePart("b.txt", "the second", () => "second"));
        Assert.Equal(["node/a.txt", "node/b.txt", "node/manifest.json"], files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("first", files["node/a.txt"]);
        using var manifest = JsonDocument.Parse(files["node/manifest.json"]);
        Assert.Equal(["a.txt the first 5", "b.txt the second 6"], manifest.RootElement.GetProperty("files").EnumerateArray().Select(file => $"{file.GetProperty("name")} {file.GetProperty("about")} {file.GetProperty("bytes")}"));
        Assert.Equal(["a.txt", "b.txt"], told);
    }

    [Fact]
    public async Task Gather_PartThatFailsOrHangs_IsMissingAndTheRestIsThere()
    {
        using var gate = new ManualResetEventSlim();
        var files = await PackAsync(
            new BundlePart("hung.txt", "", () => Hang(gate)) { Patience = TimeSpan.FromMilliseconds(50) },
            new BundlePart("denied.txt", "", () => throw new UnauthorizedAccessException("no permission to read /dev/kmsg")),
            new BundlePart("bug.txt", "", () => throw new InvalidOperationException("hunter2")),
            new BundlePart("good.txt", "", () => "good"));
        gate.Set();
        Assert.Equal(["node/good.txt", "node/manifest.json"], files.Keys.Order(StringComparer.Ordinal));
        using var manifest = JsonDocument.Parse(files["node/manifest.json"]);
        Assert.Equal(
            ["hung.txt: no answer within 0 s", "denied.txt: no permission to read /dev/kmsg", "bug.txt: InvalidOperationException: hunter2"],
            manifest.RootElement.GetProperty("missing").EnumerateArray().Select(file => $"{file.GetProperty("name")}: {file.GetProperty("reason")}"));
    }

    [Theory]
    [InlineData(false, "aaaab")]
    [InlineData(true, "bcccc")]
    public async Task Gather_PartThatIsTooLong_IsCutAndSaysSo(bool keepsEnd, string kept)
    {
        var files = await PackAsync(new BundlePart("long.txt", "", () => "aaaabcccc") { Limit = 5, KeepsEnd = keepsEnd });
        Assert.Equal(kept, files["node/long.txt"]);
        Assert.Contains("\"isCut\": true", files["node/manifest.json"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gather_SecretOfAnEarlierPart_IsInNoneOfTheLater()
    {
        var files = await PackAsync(
            new BundlePart("config.toml", "", () =>
            {
                redactor.Learn("hunter2");
                return "password hidden";
            }),
            new BundlePart("log.txt", "", () => "login with hunter2"));
        Assert.Equal("login with ********", files["node/log.txt"]);
    }

    private static string Hang(ManualResetEventSlim gate)
    {
        gate.Wait(TimeSpan.FromSeconds(30));
        return "late";
    }

    private async Task<Dictionary<string, string>> PackAsync(params BundlePart[] parts)
    {
        var archive = new BundleArchive(new IsolatedCalls(TimeProvider.System), redactor, TimeProvider.System, told.Add);
        await archive.GatherAsync(parts);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var plain = new GZipStream(new MemoryStream(archive.Pack("node")), CompressionMode.Decompress);
        await using var tar = new TarReader(plain);
        while (await tar.GetNextEntryAsync(copyData: true, TestContext.Current.CancellationToken) is { } entry)
        {
            using var content = new StreamReader(entry.DataStream ?? Stream.Null, Encoding.UTF8);
            files.Add(entry.Name, await content.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        return files;
    }
}
