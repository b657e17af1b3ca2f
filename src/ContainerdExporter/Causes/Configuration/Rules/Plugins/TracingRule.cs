using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.Causes.Configuration.Rules.Plugins;

/// <summary>The OTLP exporter's protocol (tracing/plugin/otlp.go). 2.x reads it from the environment alone.</summary>
internal sealed class TracingRule : ConfigRule
{
    private static readonly string[] Protocols = ["", "http/protobuf", "grpc"];

    public override string Name => "tracing";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.IsLoaded(PluginIds.Otlp) || context.Config.Section(PluginIds.Otlp) is not { } section)
        {
            yield break;
        }

        if (!context.Release.IsV1)
        {
            foreach (var value in section.Children.Values.Where(value => !value.IsZero))
            {
                yield return Warning(value.KeyAt, "containerd 2.x takes tracing from the environment and ignores this", "Set OTEL_EXPORTER_OTLP_ENDPOINT and its kin in the unit.");
            }
        }
        else if (section.Child("endpoint") is { IsZero: false } &&
            section.Child("protocol") is { Text: { } protocol } node && !Protocols.Contains(protocol))
        {
            var message = $"\"{protocol}\" is no protocol of the OTLP exporter, which cannot load";
            const string Fix = "Choose \"grpc\" or \"http/protobuf\".";

            // Builds of 1.6 come without the exporter too.
            yield return context.Release < new ContainerdRelease(1, 7, 0) ? Warning(node.At, message, Fix) : Degraded(node.At, message, Fix);
        }
    }
}
