using System.Globalization;
using System.Net;
using ContainerdExporter.DaemonLog;

namespace ContainerdExporter.Hosting;

/// <summary>The values that flags take. Each throws <see cref="FormatException"/> with words for the operator.</summary>
internal static class FlagParsers
{
    private static readonly TimeSpan LongestDuration = TimeSpan.FromHours(24);

    /// <summary>A duration as Prometheus writes it: <c>500ms</c>, <c>5s</c>, <c>1m30s</c>; above zero, at most a day.</summary>
    public static Duration Duration(string text)
    {
        var total = TimeSpan.Zero;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is <= 0 or > 9)
            {
                throw BadDuration(text);
            }

            var number = int.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            rest = rest[digits..];
            var letters = rest.IndexOfAnyInRange('0', '9');
            var unit = letters < 0 ? rest : rest[..letters];
            total += unit switch
            {
                "ms" => TimeSpan.FromMilliseconds(number),
                "s" => TimeSpan.FromSeconds(number),
                "m" => TimeSpan.FromMinutes(number),
                "h" => TimeSpan.FromHours(number),
                _ => throw BadDuration(text),
            };
            rest = rest[unit.Length..];
        }

        return total > TimeSpan.Zero && total <= LongestDuration ? new Duration(total) : throw BadDuration(text);
    }

    /// <summary>A duration within bounds.</summary>
    public static Func<string, Duration> DurationFrom(TimeSpan least, TimeSpan most) => text => Duration(text) is { Value: var value } duration && value >= least && value <= most
        ? duration
        : throw new FormatException($"'{text}' is not from {new Duration(least)} to {new Duration(most)}");

    /// <summary>The name of something in containerd's configuration.</summary>
    public static string Name(string text) =>
        text.Length is > 0 and <= 64 && !text.Any(char.IsControl) ? text : throw new FormatException($"'{text}' is no name of 1 to 64 characters");

    /// <summary><c>:10110</c> (every address), <c>127.0.0.1:10110</c>, <c>[::1]:10110</c>.</summary>
    public static ListenAddress Listen(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            throw new FormatException($"'{text}' is no listen address; write [address]:port, as in :10110 or 127.0.0.1:10110");
        }

        var host = text[..colon];
        if (host.Length == 0)
        {
            return new ListenAddress(null, port);
        }

        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return new ListenAddress(IPAddress.Loopback, port);
        }

        return IPAddress.TryParse(host.Trim('[', ']'), out var address)
            ? new ListenAddress(address, port)
            : throw new FormatException($"'{host}' is no IP address");
    }

    /// <summary>An absolute path.</summary>
    public static string AbsolutePath(string text) =>
        text.StartsWith('/') ? Path.GetFullPath(text) : throw new FormatException($"'{text}' is not an absolute path");

    /// <summary><c>/var/log/containerd.log</c>, or with its containerd's socket <c>/run/a.sock=/var/log/a.log</c>.</summary>
    public static LogFileOption LogFile(string text) => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
        ? new LogFileOption(AbsolutePath(text[..equals]), AbsolutePath(text[(equals + 1)..]))
        : new LogFileOption(Address: null, AbsolutePath(text));

    /// <summary>A path, relative to the working directory or absolute.</summary>
    public static string? FilePath(string text) => text.Length > 0 ? Path.GetFullPath(text) : null;

    /// <summary>A URL path that collides with no page of the exporter. What is below <c>/-/</c> needs no password.</summary>
    public static string TelemetryPath(string text) =>
        text.Length > 1 && text.StartsWith('/') && !text.Contains("//", StringComparison.Ordinal) && text != "/-" && !text.StartsWith("/-/", StringComparison.Ordinal) &&
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.')
            ? text
            : throw new FormatException($"'{text}' is no path for metrics; write one like /metrics");

    /// <summary>The address of a web server.</summary>
    public static Uri? Url(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0
            ? url
            : throw new FormatException($"'{text}' is no http or https URL");

    /// <summary>A whole number from 1 to 10000.</summary>
    public static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 10_000
            ? count
            : throw new FormatException($"'{text}' is no whole number from 1 to 10000");

    /// <summary>An amount of bytes: <c>0</c>, or a whole number of <c>KiB</c>, <c>MiB</c> or <c>GiB</c>.</summary>
    public static ByteSize Bytes(string text)
    {
        if (text == "0")
        {
            return default;
        }

        var shift = text.Length < 4 ? 0 : text[^3..] switch { "KiB" => 10, "MiB" => 20, "GiB" => 30, _ => 0 };
        return shift > 0 && int.TryParse(text.AsSpan(0, text.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1023
            ? new ByteSize((long)number << shift)
            : throw new FormatException($"'{text}' is no amount of bytes; write 0, or 1 to 1023 of KiB, MiB or GiB, as in 8MiB");
    }

    /// <summary>One of a closed set of words.</summary>
    public static Func<string, string> OneOf(params string[] words) => text =>
        words.Contains(text, StringComparer.Ordinal) ? text : throw new FormatException($"'{text}' is not one of {string.Join(", ", words)}");

    private static FormatException BadDuration(string text) =>
        new($"'{text}' is no duration; write one above zero and at most 24h, as in 500ms, 5s or 1m30s");
}

/// <summary>A time span that shows itself as it is written on the command line.</summary>
internal sealed record Duration(TimeSpan Value)
{
    public static Duration OfSeconds(double seconds) => new(TimeSpan.FromSeconds(seconds));

    public override string ToString() => Value.TotalSeconds >= 1 ? $"{Value.TotalSeconds:0.###}s" : $"{Value.TotalMilliseconds:0}ms";
}

/// <summary>Where to listen; a null address means every address of the host.</summary>
internal sealed record ListenAddress(IPAddress? Address, ushort Port)
{
    public override string ToString() => Address is null ? $":{Port}" : new IPEndPoint(Address, Port).ToString();
}
