using ContainerdExporter.Containerd.Config;

namespace ContainerdExporter.Causes.Configuration.Rules.Cri;

/// <summary>Keys that still work and are announced to go (pkg/deprecation).</summary>
internal sealed class CriDeprecatedRule : ConfigRule
{
    public override string Name => "deprecated";

    public override IEnumerable<ConfigProblem> Check(RuleContext context)
    {
        if (!context.Cri.IsEnabled)
        {
            yield break;
        }

        if (context.Release.IsV1)
        {
            foreach (var key in new[] { "default_runtime", "untrusted_workload_runtime" })
            {
                if (context.Cri.Runtime("containerd", key) is { } table && table.Child("runtime_type") is { IsZero: false })
                {
                    yield return Warning(table.KeyAt, $"{key} is deprecated and gone in 2.0", "Define a handler in runtimes, and name the default one in default_runtime_name.");
                }
            }
        }

        // Only where the file itself says so: the migration of an older file makes bin_dirs of it.
        if (context.Release >= new ContainerdRelease(2, 1, 0) && context.Cri.Runtime("cni", "bin_dir") is { IsZero: false } binDir)
        {
            yield return Warning(binDir.KeyAt, "cni.bin_dir is deprecated", "Write bin_dirs = [\"/opt/cni/bin\"].");
        }
    }
}
