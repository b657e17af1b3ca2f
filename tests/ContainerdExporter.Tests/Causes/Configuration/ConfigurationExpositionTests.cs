using System.Text;
using ContainerdExporter.Causes.Configuration;
using ContainerdExporter.ConfigCorpus;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Discovery;
using ContainerdExporter.Diagnosis;
using ContainerdExporter.Exposition;

namespace ContainerdExporter.Tests.Causes.Configuration;

/// <summary>What a sample becomes: metrics and findings.</summary>
public sealed class ConfigurationExpositionTests
{
    private const string Address = "/run/containerd/containerd.sock";

    [Fact]
    public async Task Export_ProblemsOfAllKinds_IsTheContract()
    {
        var text = await ExportAsync(Instance("rooot = 1\nstate = \"/var/lib/containerd\"\nversion = 2\n") with
        {
            Modified = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
            IsPendingRestart = true,
        });

        Assert.Equal(
            """
            containerd_config_modified_timestamp_seconds{address="/run/containerd/containerd.sock"} 1700000000
            containerd_config_pending_restart{address="/run/containerd/containerd.sock"} 1
            containerd_config_problems{address="/run/containerd/containerd.sock",severity="fatal",rule="root_state"} 1
            containerd_config_problems{address="/run/containerd/containerd.sock",severity="warning",rule="unknown_key"} 1
            containerd_config_valid{address="/run/containerd/containerd.sock"} 0
            containerd_config_version{address="/run/containerd/containerd.sock"} 2
            """,
            text);
    }

    [Fact]
    public async Task Export_NothingKnown_NothingSaid() =>
        Assert.Empty(await ExportAsync(new InstanceConfig(Address, Distribution.Upstream, "/x", false, null, null, null, null, "why")));

    [Fact]
    public async Task Export_NotJudged_ValidIsAbsent()
    {
        var text = await ExportAsync(Instance($"a = {new string('[', 100)}\n"));

        Assert.DoesNotContain("containerd_config_valid", text, StringComparison.Ordinal);
        Assert.Contains("rule=\"file\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version = 2\n", true, null, null)]
    [InlineData("version = 2\nrooot = 1\n", true, null, null)]
    [InlineData("[x\n", true, "ContainerdConfigInvalid", Severity.Warning)]
    [InlineData("[x\n", false, "ContainerdConfigInvalid", Severity.Critical)]
    [InlineData("version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".containerd]\nsnapshotter = \"x\"\n", true, "ContainerdConfigDegraded", Severity.Warning)]
    public void Of_AConfiguration_IsTheAlertsEvidence(string text, bool isRunning, string? alert, object? severity)
    {
        var findings = ConfigurationFindings.Of(new ConfigurationSample([Instance(text) with { IsRunning = isRunning }])).ToList();

        Assert.Equal(alert is null ? [] : [(alert, (Severity)severity!)], findings.Select(finding => (finding.Alert, finding.Severity)));
    }

    [Fact]
    public void Of_GeneratedFile_PointsToTheTemplate()
    {
        var finding = Assert.Single(ConfigurationFindings.Of(new ConfigurationSample([Instance("[x\n") with { Distribution = Distribution.K3s }])));

        Assert.Contains(finding.Evidence, evidence => evidence.Value.Contains("config-v3.toml.tmpl", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_PendingRestart_IsWorthKnowingOnly() => Assert.Equal(
        ("ContainerdConfigPendingRestart", Severity.Info),
        ConfigurationFindings.Of(new ConfigurationSample([Instance("version = 2\n") with { IsPendingRestart = true }])).Select(finding => (finding.Alert, finding.Severity)).Single());

    private static InstanceConfig Instance(string text)
    {
        var release = new ContainerdRelease(1, 7, 24);
        var report = ConfigLinter.Check(CorpusCase.ConfigPath, release, new FakeNode().Add(CorpusCase.ConfigPath, text), new NodeFacts(), DaemonFlags.None);
        return new InstanceConfig(Address, Distribution.Upstream, CorpusCase.ConfigPath, IsRunning: true, release, report, null, null, null);
    }

    private static async Task<string> ExportAsync(InstanceConfig instance)
    {
        var sink = new MetricSink();
        ConfigurationMetrics.Export(new ConfigurationSample([instance]), sink);
        using var stream = new MemoryStream();
        await sink.Registry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#');
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }
}
