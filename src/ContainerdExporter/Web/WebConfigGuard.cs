using System.Net.Http.Headers;
using System.Text;
using ContainerdExporter.Web.Config;

namespace ContainerdExporter.Web;

/// <summary>Headers, rate limit and passwords of the web configuration, for each request.</summary>
internal static class WebConfigGuard
{
    /// <summary>Says nothing of the node, and whoever watches the exporter's life has seldom a password: kubelet, systemd.</summary>
    private static readonly PathString OwnHealth = "/-";

    public static void UseWebConfig(this WebApplication app)
    {
        if (app.Services.GetService<WebConfigFile>() is { } file)
        {
            var passwords = new Passwords();
            app.Lifetime.ApplicationStopped.Register(passwords.Dispose);
            app.Use((context, next) => GuardAsync(context, next, file.Current(), passwords));
        }
    }

    private static async Task GuardAsync(HttpContext context, RequestDelegate next, WebSettings settings, Passwords passwords)
    {
        foreach (var (name, value) in settings.Config.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (context.Request.Path.StartsWithSegments(OwnHealth, StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        if (settings.Bucket?.TryTake() == false)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        switch (settings.Config.Users.Count == 0 ? Verdict.Accepted : await JudgeAsync(context, settings.Config.Users, passwords))
        {
            case Verdict.Accepted:
                await next(context);
                break;
            case Verdict.Busy:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.Response.Headers.WWWAuthenticate = "Basic";
                break;
        }
    }

    private static async Task<Verdict> JudgeAsync(HttpContext context, IReadOnlyDictionary<string, string> users, Passwords passwords) =>
        Credentials(context.Request.Headers.Authorization.ToString()) is var (user, password)
            ? await passwords.JudgeAsync(users, user, password, context.RequestAborted)
            : Verdict.Refused;

    /// <summary>User and password of RFC 7617; null when the header has none.</summary>
    internal static (string User, string Password)? Credentials(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var parsed) || !parsed.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || parsed.Parameter is null)
        {
            return null;
        }

        var bytes = new byte[parsed.Parameter.Length];
        if (!Convert.TryFromBase64String(parsed.Parameter, bytes, out var length))
        {
            return null;
        }

        var both = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = both.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (both[..colon], both[(colon + 1)..]);
    }
}
