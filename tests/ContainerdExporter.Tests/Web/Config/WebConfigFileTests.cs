using ContainerdExporter.TestCertificates;
using ContainerdExporter.Web.Config;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerdExporter.Tests.Web.Config;

public sealed class WebConfigFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Current_FileChanged_IsReadAgain()
    {
        var file = Open("rate_limit: {interval: 1s, burst: 1}");
        var first = file.Current();

        Assert.Same(first, file.Current());
        Write("web.yml", "rate_limit: {interval: 2s, burst: 1}");

        Assert.Equal(TimeSpan.FromSeconds(2), file.Current().Config.RateLimit!.Interval);
        Assert.True(file.IsLastGood);
    }

    [Theory]
    [InlineData("rate_limit: {interval: never}")]
    [InlineData("tls_server_config: {cert_file: server.crt, key_file: server.key}")]
    public void Current_NewFileIsUnusable_KeepsTheOldOneUntilItIsRepaired(string unusable)
    {
        var file = Open("rate_limit: {interval: 1s, burst: 1}");
        WriteServer();
        var first = file.Current();

        Write("web.yml", unusable);
        Assert.Same(first, file.Current());
        Assert.False(file.IsLastGood);

        Write("web.yml", "rate_limit: {interval: 1s, burst: 1}\n");
        Assert.Same(first.Bucket, file.Current().Bucket);
        Assert.True(file.IsLastGood);
    }

    /// <summary>A renewal writes two files: between them they do not fit.</summary>
    [Fact]
    public void Current_CertificateRenewed_IsInForceOnceItsKeyIsThere()
    {
        WriteServer();
        var file = Open("tls_server_config: {cert_file: server.crt, key_file: server.key}");
        var first = file.Current().Tls!;
        var (certificate, key) = Certificates.Server();

        Write("server.crt", certificate);
        Assert.Same(first, file.Current().Tls);
        Assert.False(file.IsLastGood);

        Write("server.key", key);
        Assert.NotSame(first, file.Current().Tls);
        Assert.True(file.IsLastGood);
    }

    [Fact]
    public void Current_FileIsALinkThatMoves_IsReadAgain()
    {
        Write("old.yml", "rate_limit: {interval: 1s, burst: 1}");
        Write("new.yml", "rate_limit: {interval: 3s, burst: 1}");
        File.CreateSymbolicLink(directory.At("web.yml"), "old.yml");
        var file = new WebConfigFile(directory.At("web.yml"), TimeProvider.System, NullLogger.Instance);

        File.Delete(directory.At("web.yml"));
        File.CreateSymbolicLink(directory.At("web.yml"), "new.yml");

        Assert.Equal(TimeSpan.FromSeconds(3), file.Current().Config.RateLimit!.Interval);
    }

    [Fact]
    public void Current_FileIsGone_KeepsTheOldOne()
    {
        var file = Open("rate_limit: {interval: 1s, burst: 1}");
        File.Delete(directory.At("web.yml"));

        Assert.NotNull(file.Current().Bucket);
        Assert.False(file.IsLastGood);
    }

    private WebConfigFile Open(string text)
    {
        Write("web.yml", text);
        return new WebConfigFile(directory.At("web.yml"), TimeProvider.System, NullLogger.Instance);
    }

    private void WriteServer()
    {
        var (certificate, key) = Certificates.Server();
        Write("server.crt", certificate);
        Write("server.key", key);
    }

    private void Write(string name, string text) => directory.Write(name, text);
}
