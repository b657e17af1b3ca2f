using System.Text;
using System.Text.Json;
using ContainerdExporter.SupportBundle.Redaction;

namespace ContainerdExporter.Tests.SupportBundle;

public sealed class RedactorTests
{
    private readonly Redactor redactor = new();

    [Theory]
    [InlineData("pulling https://joe:hunter2@mirror.example/v2/", "pulling https://********@mirror.example/v2/")]
    [InlineData("GET https://bucket.example/blob?X-Amz-Signature=abcdef0123 failed", "GET https://bucket.example/blob?******** failed")]
    [InlineData("dockerd --registry-password hunter2 --debug", "dockerd --registry-password ******** --debug")]
    [InlineData("tool --token=abc --out=x", "tool --token=******** --out=x")]
    [InlineData("AWS_SECRET_ACCESS_KEY=abc/def+ghi next", "AWS_SECRET_ACCESS_KEY=******** next")]
    [InlineData("{\"identitytoken\":\"abc\",\"image\":\"busybox\"}", "{\"identitytoken\":\"********\",\"image\":\"busybox\"}")]
    [InlineData("msg=\"login\" password=\\\"hunter2\\\" user=joe", "msg=\"login\" password=\\\"********\\\" user=joe")]
    [InlineData("Authorization: Bearer abcdefghijk", "Authorization: Bearer ********")]
    [InlineData("header Basic am9lOmh1bnRlcjI=", "header Basic ********")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", "********")]
    [InlineData("ghp_0123456789abcdefABCDEF", "********")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\nrest", "********\nrest")]
    [InlineData("-----BEGIN PRIVATE KEY-----\ncut off", "********")]
    public void Clean_ShapeOfASecret_IsMasked(string text, string clean) => Assert.Equal(clean, redactor.Clean(text));

    [Theory]
    [InlineData("containerd: state D, waits in folio_wait_bit_common, /var/lib/containerd/io.containerd.metadata.v1.bolt/meta.db")]
    [InlineData("unix:///run/containerd/containerd.sock")]
    [InlineData("https://registry-1.docker.io/v2/library/busybox/manifests/latest")]
    [InlineData("sha256:3f57d9401f8d42f986df300f0c69192fc41da28ccc8d797829467780db3dd741")]
    [InlineData("containerd_oom_kills_total{component=\"containerd\",scope=\"global\"} 0")]
    [InlineData("2026-01-02T03:04:05Z EXT4-fs error (device sda1): ext4_lookup: deleted inode referenced: 12")]
    public void Clean_EvidenceWithoutSecrets_IsLeftAlone(string text) => Assert.Equal(text, redactor.Clean(text));

    [Theory]
    [InlineData("hunter2+\"x\"&<y>\\z")]
    [InlineData("with spaces and ümläute")]
    public void Clean_KnownSecret_IsTakenOutInEverySpelling(string secret)
    {
        redactor.Learn(secret);
        string[] spellings = [secret, JsonSerializer.Serialize(secret), Uri.EscapeDataString(secret), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), System.Net.WebUtility.HtmlEncode(secret)];
        Assert.All(spellings.SkipLast(1), spelling => Assert.DoesNotContain(spelling.Trim('"').TrimEnd('='), redactor.Clean($"before {spelling} after"), StringComparison.Ordinal));
    }

    [Fact]
    public void Clean_RegistrysAuth_AlsoHidesWhatItEncodes()
    {
        redactor.Learn(Convert.ToBase64String("joe:hunter2"u8));
        Assert.Equal("login of ******** with ********", redactor.Clean("login of joe:hunter2 with hunter2"));
    }

    [Fact]
    public void Clean_ManyHostileLines_TakesNoLongerThanTheirLength()
    {
        var hostile = string.Concat(Enumerable.Repeat("--token --token= ://a:b:c https://x?y?z \"password\" eyJ.eyJ. -----BEGIN PRIVATE KEY ", 10_000));
        Assert.NotEmpty(redactor.Clean(hostile));
    }
}
