namespace ContainerdExporter.Causes.Runtime.Binaries;

/// <summary>The programs of every instance's handlers.</summary>
internal sealed record BinariesSample(IReadOnlyList<HandlerSample> Handlers);

/// <summary>One handler's programs.</summary>
/// <param name="Address">The instance.</param>
/// <param name="Handler">The handler's name.</param>
/// <param name="IsDefault">Whether containers get it that name none.</param>
/// <param name="Binaries">Its shim, and its OCI runtime where containerd knows one.</param>
internal sealed record HandlerSample(string Address, string Handler, bool IsDefault, IReadOnlyList<BinarySample> Binaries)
{
    /// <summary>The programs that cannot be used.</summary>
    public IEnumerable<BinarySample> Broken => Binaries.Where(binary => binary.State != BinaryState.Ok);

    /// <summary>The first trouble in the order in which they are started: the shim, then its runtime.</summary>
    public BinaryState State => Broken.FirstOrDefault()?.State ?? BinaryState.Ok;

    /// <summary>
    /// Whether someone must act: a default handler that does not work stops every container. Others are often listed by a
    /// distribution's template without being installed. What cannot be read is no evidence against the runtime.
    /// </summary>
    public bool IsTrouble => State is not (BinaryState.Ok or BinaryState.Unreadable) && (IsDefault || State is not BinaryState.Missing);
}
