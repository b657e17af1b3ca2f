using ContainerdExporter.Diagnosis;

namespace ContainerdExporter.Causes.Runtime.Binaries;

/// <summary>Says which handler cannot start containers, and which of its programs is to blame.</summary>
internal static class BinariesFindings
{
    private const int WordLimit = 200;

    public static IEnumerable<Finding> Of(BinariesSample sample) => sample.Handlers.Where(handler => handler.IsTrouble).Select(Judge);

    private static Finding Judge(HandlerSample handler)
    {
        var broken = handler.Broken.First();
        return new Finding(
            Cause.Runtime,
            handler.IsDefault ? Severity.Critical : Severity.Warning,
            "ContainerdRuntimeBroken",
            handler.Address,
            $"The {Role(broken)} of runtime handler {Cut(handler.Handler)} {Words(broken.State)}, so containers that use it cannot be started.",
            [.. handler.Broken.Select(binary => new Evidence($"{Role(binary)} {Cut(binary.Path ?? binary.Name)}", Cut(binary.Detail ?? Words(binary.State))))])
        { Subject = handler.Handler };
    }

    private static string Role(BinarySample binary) => binary.Role == BinaryRoles.Shim ? "shim" : "OCI runtime";

    private static string Words(BinaryState state) => state switch
    {
        BinaryState.Missing => "is missing",
        BinaryState.NotExecutable => "is not executable",
        BinaryState.WrongArchitecture => "is no program of this machine",
        BinaryState.Failing => "fails when it is run",
        _ => "cannot be read",
    };

    private static string Cut(string text) => text.Length <= WordLimit ? text : $"{text[..WordLimit]}…";
}
