namespace ContainerdExporter.Causes.Configuration.Rules.Server;

/// <summary>The level and format of the daemon's log (cmd/containerd/command/main.go setLogLevel, setLogFormat).</summary>
internal sealed class LogRule : ConfigRule
{
    private static readonly string[] Levels = ["trace", "debug", "info", "warn", "warning", "error", "fatal", "panic"];
    private static readonly string[] Formats = ["text", "json"];

    public override string Name => "log";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (context.Top("debug", "level") is { Text: { Length: > 0 } level } levelNode &&
            !Levels.Contains(level, StringComparer.OrdinalIgnoreCase))
        {
            yield return Fatal(levelNode.At, $"\"{level}\" is no log level", $"Choose one of {string.Join(", ", Levels)}.");
        }

        if (context.Top("debug", "format") is { Text: { Length: > 0 } format } formatNode && !Formats.Contains(format))
        {
            yield return Fatal(formatNode.At, $"\"{format}\" is no log format", "Choose \"text\" or \"json\", in lower case.");
        }
    }
}
