namespace ContainerdExporter.Causes.Configuration.Rules.Keys;

/// <summary>
/// 2.x drops the snapshotter and its neighbours from a file of version 2 whose CRI section defines no handlers
/// (plugins/cri/images/plugin.go migrateConfig returns before it has looked at them).
/// </summary>
internal sealed class MigrationLossRule : ConfigRule
{
    public override string Name => "migration_loss";

    public override IEnumerable<ConfigProblem> Check(RuleContext context) =>
        from lost in context.Config.Migrations.SelectMany(migration => migration.Lost)
        select Warning(
            lost.KeyAt,
            $"{context.Daemon} loses this setting when it migrates the file, because the section defines no handlers",
            "Define the handlers beside it ([....containerd.runtimes.runc]), or write the file for version 3.");
}
