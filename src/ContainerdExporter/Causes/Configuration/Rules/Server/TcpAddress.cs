using System.Globalization;

namespace ContainerdExporter.Causes.Configuration.Rules.Server;

/// <summary>The syntax of host:port that Go's net.Listen takes (net.SplitHostPort, net.LookupPort).</summary>
internal static class TcpAddress
{
    /// <summary>Services by name that Go knows without /etc/services are few; any name may be in that file.</summary>
    private const int HighestPort = 65535;

    /// <summary>What is wrong; null when it can be listened on as far as can be told without trying.</summary>
    public static string? Mistake(string address)
    {
        var colon = address.LastIndexOf(':');
        if (colon < 0)
        {
            return "the port is missing";
        }

        var host = address[..colon];
        if (host.StartsWith('[') != host.EndsWith(']'))
        {
            return "a bracket is missing";
        }

        if (!host.StartsWith('[') && host.Contains(':', StringComparison.Ordinal))
        {
            return "too many colons; put an IPv6 address in brackets";
        }

        return MistakeInPort(address[(colon + 1)..]);
    }

    /// <summary>What is wrong with a port: a number up to 65535, or a service's name; empty is any.</summary>
    public static string? MistakeInPort(string port)
    {
        if (port.Length == 0)
        {
            return null;
        }

        if (!port.All(c => char.IsAsciiDigit(c) || c is '-' or '+'))
        {
            return null; // A service's name, looked up by the daemon.
        }

        return int.TryParse(port, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= HighestPort
            ? null
            : "the port is out of range";
    }
}
