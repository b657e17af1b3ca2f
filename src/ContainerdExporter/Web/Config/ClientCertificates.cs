using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ContainerdExporter.Web.Config;

/// <summary>Judges the certificate that a client shows, as Go's crypto/tls does under the same policy.</summary>
/// <param name="policy">What is asked of a client.</param>
/// <param name="authorities">Who may sign, root or not; null for the system's authorities.</param>
/// <param name="allowedNames">One of them must be in the certificate; null for any.</param>
internal sealed class ClientCertificates(ClientAuth policy, X509Certificate2Collection? authorities, IReadOnlyList<string>? allowedNames)
{
    /// <summary>id-kp-clientAuth of RFC 5280.</summary>
    private static readonly Oid ForClients = new("1.3.6.1.5.5.7.3.2");

    public bool AreAskedFor => policy != ClientAuth.NoClientCert;

    /// <summary>A callback of <see cref="SslServerAuthenticationOptions"/>; the errors that it found by the system's authorities count for nothing.</summary>
    public bool Judge(X509Certificate? shown, X509Chain? sent)
    {
        if (shown is not X509Certificate2 certificate)
        {
            return policy is not (ClientAuth.RequireAnyClientCert or ClientAuth.RequireAndVerifyClientCert);
        }

        var mustVerify = policy is ClientAuth.VerifyClientCertIfGiven or ClientAuth.RequireAndVerifyClientCert;
        return (!mustVerify || IsSigned(certificate, sent)) &&
            (allowedNames is null || CertificateNames.Of(certificate).Any(name => allowedNames.Contains(name, StringComparer.Ordinal)));
    }

    private bool IsSigned(X509Certificate2 certificate, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(ForClients);
        if (sent is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        }

        if (authorities is null)
        {
            return chain.Build(certificate);
        }

        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);

        // An authority need not be a root of its own: what counts is that the chain, each link verified, comes to one of them.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        return chain.Build(certificate) && chain.ChainElements.Any(element => authorities.Contains(element.Certificate));
    }
}
