namespace ContainerdExporter.Hosting;

/// <summary>An amount of bytes that shows itself as it is written: <c>8MiB</c>.</summary>
internal readonly record struct ByteSize(long Value)
{
    public override string ToString() => Value switch
    {
        0 => "0",
        >= 1 << 30 when Value % (1 << 30) == 0 => $"{Value >> 30}GiB",
        >= 1 << 20 when Value % (1 << 20) == 0 => $"{Value >> 20}MiB",
        _ => $"{Value >> 10}KiB",
    };
}
