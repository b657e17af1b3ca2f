using ContainerdExporter.EndToEnd.Fixtures.Cri.Protos;

namespace ContainerdExporter.EndToEnd.Fixtures.Cri;

/// <summary>A pod that runs, and as what it was asked for.</summary>
internal sealed record Pod(string Id, PodSandboxConfig Config);
