using ContainerdExporter.Linux;

namespace ContainerdExporter.Causes.Storage.Bolt;

/// <summary>A read of a database failed in the kernel.</summary>
internal sealed class BoltReadException(Errno reason) : Exception($"error {(int)reason}")
{
    public Errno Reason { get; } = reason;
}
