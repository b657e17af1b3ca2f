namespace ContainerdExporter.Causes.Configuration;

/// <summary>What the daemon would do with a configuration.</summary>
internal enum ConfigVerdict
{
    /// <summary>It starts and every wanted plugin works.</summary>
    Fine,

    /// <summary>It starts without CRI or another wanted plugin.</summary>
    Degraded,

    /// <summary>It does not start.</summary>
    Fatal,

    /// <summary>Not all of it could be read, and what was read has no such problem.</summary>
    Unknown,
}
