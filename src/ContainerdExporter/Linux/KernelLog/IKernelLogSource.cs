namespace ContainerdExporter.Linux.KernelLog;

/// <summary>Where records come from: <c>/dev/kmsg</c>, or a test. Used by one thread; only <see cref="Wake"/> may be called from others.</summary>
internal interface IKernelLogSource
{
    /// <summary>Opens the log at the oldest record that the kernel still has.</summary>
    Errno Open();

    /// <summary>Reads one record without waiting; -1 with the reason in <paramref name="errno"/>.</summary>
    int Read(Span<byte> buffer, out Errno errno);

    void Close();

    /// <summary>Waits for the next record; false when the time is up first. Returns early after <see cref="Wake"/>.</summary>
    bool WaitForRecord(TimeSpan? timeout);

    /// <summary>Waits for the time to pass, or for <see cref="Wake"/>.</summary>
    void Pause(TimeSpan time);

    /// <summary>Ends every wait, present and future.</summary>
    void Wake();
}
