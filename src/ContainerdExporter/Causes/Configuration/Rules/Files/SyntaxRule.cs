namespace ContainerdExporter.Causes.Configuration.Rules.Files;

/// <summary>The text is no TOML. Every error of every file; containerd stops at the first.</summary>
internal sealed class SyntaxRule : ConfigRule
{
    public override string Name => "syntax";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        foreach (var file in context.Config.Loaded.Files)
        {
            foreach (var error in file.Errors)
            {
                // The parser's sentence may quote the text, and the text may be a password.
                var message = SecretText.IsSecretLine(file.Text, error.At.Line) ? "this is not TOML" : error.Message.TrimEnd('.');
                yield return Fatal(error.At, $"syntax error: {message}", "Correct the line; containerd reads no file with a syntax error.");
            }
        }
    }
}
