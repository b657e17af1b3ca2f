using System.Net;
using System.Security.Cryptography.X509Certificates;
using ContainerdExporter.TestCertificates;
using ContainerdExporter.Web.Config;

namespace ContainerdExporter.Tests.Web.Config;

public sealed class ClientCertificatesTests
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    private static readonly X509Certificate2 Root = Certificates.Authority("root");
    private static readonly X509Certificate2 Middle = Certificates.Authority("middle", Root);

    [Theory]
    [InlineData(nameof(ClientAuth.RequestClientCert), true)]
    [InlineData(nameof(ClientAuth.RequireAnyClientCert), false)]
    [InlineData(nameof(ClientAuth.VerifyClientCertIfGiven), true)]
    [InlineData(nameof(ClientAuth.RequireAndVerifyClientCert), false)]
    public void Judge_NoCertificate_IsAcceptedUnlessRequired(string policy, bool accepted) =>
        Assert.Equal(accepted, Of(Enum.Parse<ClientAuth>(policy), Root).Judge(shown: null, sent: null));

    [Theory]
    [InlineData(nameof(ClientAuth.RequestClientCert), true)]
    [InlineData(nameof(ClientAuth.RequireAnyClientCert), true)]
    [InlineData(nameof(ClientAuth.VerifyClientCertIfGiven), false)]
    [InlineData(nameof(ClientAuth.RequireAndVerifyClientCert), false)]
    public void Judge_CertificateOfStranger_IsAcceptedUnlessVerified(string policy, bool accepted) =>
        Assert.Equal(accepted, Of(Enum.Parse<ClientAuth>(policy), Root).Judge(Certificates.Leaf(), sent: null));

    [Fact]
    public void Judge_SignedByAuthority_IsAccepted() =>
        Assert.True(Verify(Root).Judge(Certificates.Leaf(Root, ForClients), sent: null));

    [Fact]
    public void Judge_SignedForServersOnly_IsRefused() =>
        Assert.False(Verify(Root).Judge(Certificates.Leaf(Root, ForServers), sent: null));

    /// <summary>As in Go, an authority that is no root is trusted for what it signed.</summary>
    [Fact]
    public void Judge_AuthorityIsNoRoot_AcceptsWhatItSigned()
    {
        Assert.True(Verify(Middle).Judge(Certificates.Leaf(Middle), sent: null));
        Assert.False(Verify(Middle).Judge(Certificates.Leaf(Root), sent: null));
    }

    /// <summary>The name of an authority is nothing; only its key signs.</summary>
    [Fact]
    public void Judge_SignedByNamesake_IsRefused()
    {
        var otherRoot = Certificates.Authority("root");
        var otherMiddle = Certificates.Authority("middle", otherRoot);

        Assert.False(Verify(Root).Judge(Certificates.Leaf(otherRoot), sent: null));
        Assert.False(Verify(Middle).Judge(Certificates.Leaf(otherMiddle), sent: null));
        Assert.False(Verify(Root).Judge(Certificates.Leaf(otherMiddle), sent: null));
    }

    [Fact]
    public void Judge_ChainComesWithTheCertificate_IsFollowed()
    {
        using var sent = new X509Chain();
        sent.ChainPolicy.ExtraStore.Add(Middle);

        Assert.True(Verify(Root).Judge(Certificates.Leaf(Middle), sent));
        Assert.False(Verify(Root).Judge(Certificates.Leaf(Middle), sent: null));
    }

    [Theory]
    [InlineData("scraper.example", true)]
    [InlineData("198.51.100.7", true)]
    [InlineData("::1", true)]
    [InlineData("ops@scraper.example", true)]
    [InlineData("spiffe://example/scraper", true)]
    [InlineData("scraper", false)]
    [InlineData("SCRAPER.example", false)]
    public void Judge_NamesAreLimited_OneMustBeThereExactly(string allowed, bool accepted)
    {
        var certificate = Certificates.Leaf(Root, names: names =>
        {
            names.AddDnsName("scraper.example");
            names.AddIpAddress(IPAddress.Parse("198.51.100.7"));
            names.AddIpAddress(IPAddress.IPv6Loopback);
            names.AddEmailAddress("ops@scraper.example");
            names.AddUri(new Uri("spiffe://example/scraper"));
            names.AddUserPrincipalName("scraper");
        });

        Assert.Equal(accepted, new ClientCertificates(ClientAuth.RequireAndVerifyClientCert, [Root], ["other", allowed]).Judge(certificate, sent: null));
    }

    [Fact]
    public void Judge_NamesAreLimited_CertificateWithoutNamesIsRefused() =>
        Assert.False(new ClientCertificates(ClientAuth.RequireAndVerifyClientCert, [Root], ["leaf"]).Judge(Certificates.Leaf(Root), sent: null));

    private static ClientCertificates Verify(X509Certificate2 authority) => Of(ClientAuth.RequireAndVerifyClientCert, authority);

    private static ClientCertificates Of(ClientAuth policy, X509Certificate2 authority) => new(policy, [authority], allowedNames: null);
}
