using ContainerdExporter.Causes.Configuration.Rules.Cri;
using ContainerdExporter.Causes.Configuration.Rules.Files;
using ContainerdExporter.Causes.Configuration.Rules.Keys;
using ContainerdExporter.Causes.Configuration.Rules.Plugins;
using ContainerdExporter.Causes.Configuration.Rules.Server;

namespace ContainerdExporter.Causes.Configuration;

/// <summary>Every rule. They do not depend on each other or on their order.</summary>
internal static class ConfigRules
{
    public static readonly IReadOnlyList<ConfigRule> All =
    [
        new SyntaxRule(),
        new DialectRule(),
        new FileRule(),
        new ImportMissingRule(),
        new ImportPatternRule(),
        new SectionReplacedRule(),
        new ZeroValueRule(),
        new TypeRule(),
        new UnknownKeyRule(),
        new UnknownPluginRule(),
        new MovedKeyRule(),
        new MigrationLossRule(),
        new VersionRule(),
        new VersionMissingRule(),
        new PluginIdRule(),
        new RootStateRule(),
        new SocketPathRule(),
        new TcpAddressRule(),
        new TlsRule(),
        new TimeoutRule(),
        new LogRule(),
        new OomScoreRule(),
        new RequiredPluginRule(),
        new DisabledPluginRule(),
        new ProxyPluginRule(),
        new StreamProcessorRule(),
        new BoltPolicyRule(),
        new DifferRule(),
        new PlatformRule(),
        new PluginDirectoryRule(),
        new NriRule(),
        new TracingRule(),
        new UnpackRule(),
        new SnapshotterRule(),
        new DefaultRuntimeRule(),
        new RuntimeTypeRule(),
        new RuncOptionsRule(),
        new RuntimeBinaryRule(),
        new SystemdCgroupPlaceRule(),
        new CgroupDriverRule(),
        new OldRuntimeKeyRule(),
        new HandlerOptionRule(),
        new BaseSpecRule(),
        new CriDurationRule(),
        new StreamingRule(),
        new CniRule(),
        new SandboxImageRule(),
        new RegistryRule(),
        new RegistryDeprecatedRule(),
        new RegistryHostsRule(),
        new CriDeprecatedRule(),
        new UpgradeRule(),
    ];
}
