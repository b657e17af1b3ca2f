using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Linux;

namespace ContainerdExporter.Web.Config;

/// <summary>A configuration that is in force.</summary>
/// <param name="Config">What the file says.</param>
/// <param name="Tls">Null for plain HTTP.</param>
/// <param name="Bucket">Null for no limit.</param>
internal sealed record WebSettings(WebConfig Config, ServerTls? Tls, TokenBucket? Bucket);

/// <summary>
/// The web configuration file: looked at with each connection and each request, read again when it or a file that it names has
/// changed. A new one that cannot be used leaves the old one in force, and is said to be wrong once.
/// </summary>
internal sealed partial class WebConfigFile
{
    private readonly string path;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Lock reading = new();
    private volatile WebSettings current;
    private volatile bool isLastGood = true;
    private IReadOnlyList<(string Path, FileStamp Stamp)> stamps;

    /// <exception cref="WebConfigException">The file cannot be used.</exception>
    public WebConfigFile(string path, TimeProvider time, ILogger logger)
    {
        this.path = path;
        this.time = time;
        this.logger = logger;
        stamps = [(path, ConfigText.Stamp(path))];
        current = Load(previous: null);
    }

    /// <summary>Whether the file as it is now is what is in force.</summary>
    public bool IsLastGood => isLastGood;

    /// <summary>What is in force now. Whoever comes while another looks does not wait.</summary>
    public WebSettings Current()
    {
        if (reading.TryEnter())
        {
            try
            {
                if (stamps.Any(file => ConfigText.Stamp(file.Path) != file.Stamp))
                {
                    Reload();
                }
            }
            finally
            {
                reading.Exit();
            }
        }

        return current;
    }

    private void Reload()
    {
        // Before the reading: a change during it is seen at the next look.
        stamps = [.. stamps.Select(file => (file.Path, ConfigText.Stamp(file.Path)))];
        try
        {
            current = Load(current);
            isLastGood = true;
            Reloaded(logger, path);
        }
        catch (WebConfigException e)
        {
            isLastGood = false;
            KeptOld(logger, path, e.Message);
        }
    }

    private WebSettings Load(WebSettings? previous)
    {
        var config = WebConfigParser.Parse(ConfigText.Read(path, "--web.config.file"), Path.GetDirectoryName(path)!);
        if (!OpenSsl.IsThere && (config.Tls is not null || config.Users.Count > 0))
        {
            throw new WebConfigException("TLS and passwords need OpenSSL's libssl.so.3, which is not here: install libssl3 (Debian, Ubuntu) or openssl-libs (RHEL)");
        }

        if (previous is not null && config.Tls is null != previous.Tls is null)
        {
            throw new WebConfigException("TLS cannot be switched on or off while the exporter runs: restart it");
        }

        stamps = [stamps[0], .. (config.Tls?.Files ?? []).Distinct(StringComparer.Ordinal).Select(file => (file, ConfigText.Stamp(file)))];
        var tls = config.Tls is null ? null : new ServerTls(config.Tls, config.Http2);
        var bucket = config.RateLimit is null ? null
            : config.RateLimit == previous?.Bucket?.Limit ? previous.Bucket
            : new TokenBucket(config.RateLimit, time);
        return new WebSettings(config, tls, bucket);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path} has changed and is in force")]
    private static partial void Reloaded(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} has changed and cannot be used, what was in force stays in force: {Problem}")]
    private static partial void KeptOld(ILogger logger, string path, string problem);
}
