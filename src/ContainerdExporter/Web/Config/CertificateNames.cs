using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ContainerdExporter.Web.Config;

/// <summary>The subject alternative names of a certificate (RFC 5280, 4.2.1.6).</summary>
internal static class CertificateNames
{
    private const string Extension = "2.5.29.17";
    private const int Mail = 1;
    private const int Dns = 2;
    private const int Uri = 6;
    private const int Address = 7;

    /// <summary>DNS names, mail addresses, IP addresses and URIs; none when the extension is malformed.</summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        if (certificate.Extensions[Extension] is not { } extension)
        {
            return [];
        }

        try
        {
            return [.. Read(new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence())];
        }
        catch (AsnContentException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Read(AsnReader names)
    {
        while (names.HasData)
        {
            var tag = names.PeekTag();
            if (tag is { TagClass: TagClass.ContextSpecific, TagValue: Mail or Dns or Uri, IsConstructed: false })
            {
                yield return Encoding.ASCII.GetString(names.ReadOctetString(tag));
            }
            else if (tag is { TagClass: TagClass.ContextSpecific, TagValue: Address, IsConstructed: false })
            {
                var bytes = names.ReadOctetString(tag);
                if (bytes.Length is 4 or 16)
                {
                    var address = new IPAddress(bytes);
                    yield return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
                }
            }
            else
            {
                names.ReadEncodedValue();
            }
        }
    }
}
