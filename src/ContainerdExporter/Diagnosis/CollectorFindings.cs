using ContainerdExporter.Collection;

namespace ContainerdExporter.Diagnosis;

/// <summary>A collector that cannot see is a finding of its own: silence must not read as health.</summary>
internal static class CollectorFindings
{
    public const string Alert = "ContainerdCollectorFailing";

    public static IEnumerable<Finding> Of(CollectorResult result)
    {
        if (result.State is CollectorState.Ok or CollectorState.Unsupported)
        {
            yield break;
        }

        yield return new Finding(
            Cause.Exporter,
            Severity.Warning,
            Alert,
            Address: null,
            $"The {result.Collector.Name} collector gave no answer ({result.State.ToLabel()}).",
            [
                new Evidence("reason", result.Detail ?? "none given"),
                .. result.Collector.Causes.Count > 0 ? [new Evidence("cannot be judged", string.Join(", ", result.Collector.Causes.Select(cause => cause.ToLabel())))] : (IEnumerable<Evidence>)[],
            ])
        { Subject = result.Collector.Name };
    }
}
