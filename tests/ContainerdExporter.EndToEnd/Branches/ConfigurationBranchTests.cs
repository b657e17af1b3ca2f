using ContainerdExporter.EndToEnd.Fixtures;
using ContainerdExporter.EndToEnd.RunbookShell;

namespace ContainerdExporter.EndToEnd.Branches;

/// <summary>A configuration that was written for another release.</summary>
public sealed class ConfigurationBranchTests
{
    [Fact]
    public async Task Invalid_FileForALaterRelease_IsWrittenForThisOne()
    {
        await using var sick = await SickNode.StartAsync("ContainerdConfigInvalid", node => node.Containerd.InstallAsync("2.1"));
        var node = sick.Node;
        await sick.FallAsync(
            () => WriteAsync(node, "version = 4\n"),
            new Promise("Bad: `2`", "^exit code 2$"));

        await sick.HealAsync(
            async () =>
            {
                var printed = await sick.FixAsync(2, isToSucceed: false); // It cannot be read at all.
                Assert.Matches(@"(?m)^containerd \S+ 2\.1\.", printed);
                Assert.Contains("equal to or less than `3`, got `4`", printed, StringComparison.Ordinal);
                await WriteAsync(node, "version = 2\n");
                Assert.Matches("(?m)^version = 3$", await sick.FixAsync(2));
            },
            new Promise("`0` or `1`", "^exit code [01]$"));
    }

    private static Task WriteAsync(TestNode node, string text)
    {
        node.Write(ContainerdDaemon.ConfigPath, text);
        return Task.CompletedTask;
    }
}
