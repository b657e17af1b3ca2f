using System.Text;
using ContainerdExporter.Web;

namespace ContainerdExporter.Tests.Web;

public sealed class WebConfigGuardTests
{
    [Theory]
    [InlineData("alice:secret", "alice", "secret")]
    [InlineData("alice:a:b", "alice", "a:b")]
    [InlineData(":", "", "")]
    [InlineData("ålice:sécret", "ålice", "sécret")]
    public void Credentials_Basic_AreUserAndPassword(string both, string user, string password)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(both));

        Assert.Equal((user, password), WebConfigGuard.Credentials($"Basic {encoded}"));
        Assert.Equal((user, password), WebConfigGuard.Credentials($"basic {encoded}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic !!!!")]
    [InlineData("Basic YWxpY2U=")]
    [InlineData("Bearer YWxpY2U6c2VjcmV0")]
    [InlineData("Basic YWxpY2U6c2VjcmV0, Basic YWxpY2U6c2VjcmV0")]
    public void Credentials_AnythingElse_AreNone(string header) => Assert.Null(WebConfigGuard.Credentials(header));
}
