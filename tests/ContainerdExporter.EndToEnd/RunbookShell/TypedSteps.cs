namespace ContainerdExporter.EndToEnd.RunbookShell;

/// <summary>Which steps of which runbooks were typed on a node that needed them; <c>tests/typed-steps.sh</c> asks for the others.</summary>
internal static class TypedSteps
{
    private static readonly Lock Gate = new();

    /// <summary>Where it is kept, if anybody asked for it.</summary>
    private static readonly string? Path = Environment.GetEnvironmentVariable("TYPED_STEPS");

    /// <param name="alert">Whose runbook.</param>
    /// <param name="step">Its section, and of Fix the step's number and the script's: <c>Fix 3/1</c>.</param>
    public static void Note(string alert, string step)
    {
        lock (Gate)
        {
            if (Path is not null)
            {
                File.AppendAllText(Path, $"{alert} {step}\n");
            }
        }
    }
}
