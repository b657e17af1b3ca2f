using System.Runtime.InteropServices;

namespace ContainerdExporter.Causes.Storage.Scrub;

/// <summary>.NET hashes with the system's OpenSSL, which uses the processor's SHA instructions; it ends the process where there is none.</summary>
internal static class PlatformHash
{
    private static readonly string[] Libraries = ["libssl.so.3", "libssl.so.1.1", "libssl.so.4"];

    public static bool IsAvailable { get; } = Libraries.Any(name => NativeLibrary.TryLoad(name, out _));
}
