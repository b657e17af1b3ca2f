using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Plugins;

/// <summary>The platforms of the task plugin: os, os/arch or os/arch/variant, of letters, digits and a few signs (platforms.Parse).</summary>
internal sealed class PlatformRule : ConfigRule
{
    public override string Name => "platform";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.IsLoaded(PluginIds.Task))
        {
            yield break;
        }

        foreach (var item in context.Config.Find(PluginIds.Task, "platforms")?.Items ?? [])
        {
            if (item.Text is { } text && !IsPlatform(text))
            {
                yield return Degraded(item.At, $"\"{text}\" is no platform: no task, no CRI", "Write os/architecture, as \"linux/amd64\".");
            }
        }
    }

    private static bool IsPlatform(string text)
    {
        var parts = text.Split('/');
        return parts.Length is >= 1 and <= 3
            && parts.All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '(' or ')'))
            && (parts.Length > 1 || IsKnownAlone(parts[0]));
    }

    /// <summary>A single word must be a system or an architecture that containerd knows (platforms/database.go).</summary>
    private static bool IsKnownAlone(string word) => word.ToLowerInvariant() is
        "linux" or "windows" or "darwin" or "macos" or "freebsd" or "netbsd" or "openbsd" or "solaris" or "android" or
        "amd64" or "x86_64" or "x86-64" or "386" or "i386" or "arm" or "armhf" or "armel" or "arm64" or "aarch64" or
        "ppc64" or "ppc64le" or "s390" or "s390x" or "riscv" or "riscv64" or "mips" or "mipsle" or "mips64" or "mips64le" or "loong64";
}
