namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>The image of each pod's sandbox: a name with a registry, or no pod starts.</summary>
internal sealed class SandboxImageRule : ConfigRule
{
    public override string Name => "sandbox_image";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (context.Cri.IsEnabled && context.Cri.SandboxImage is { Text: { } image } node && Mistake(image) is { } mistake)
        {
            yield return Warning(node.At, $"\"{image}\" {mistake}: no pod can start", "Write registry/name:tag, as \"registry.k8s.io/pause:3.10\".");
        }
    }

    /// <summary>The rough form of a reference (distribution/reference); what it misses fails at the pull.</summary>
    private static string? Mistake(string image)
    {
        if (image.Length == 0)
        {
            return "names no image";
        }

        if (image.AsSpan().IndexOfAny(" \t\n\"'") >= 0 || image.Contains("://", StringComparison.Ordinal))
        {
            return "is no image reference";
        }

        var path = image.Split('@', 2)[0];
        var slash = path.LastIndexOf('/');
        var colon = path.LastIndexOf(':');
        var name = colon > slash ? path[..colon] : path;
        var repository = name.Contains('/', StringComparison.Ordinal) ? name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..] : name;
        return repository.Length == 0 || repository.Any(char.IsAsciiLetterUpper) ? "is no image reference" : null;
    }
}
