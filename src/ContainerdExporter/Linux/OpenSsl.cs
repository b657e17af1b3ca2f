using System.Runtime.InteropServices;

namespace ContainerdExporter.Linux;

/// <summary>The library that .NET's cryptography calls. Without it, the first call would end the process.</summary>
internal static class OpenSsl
{
    /// <summary>Every soname that .NET looks for.</summary>
    private static readonly string[] Libraries = ["libssl.so.3", "libssl.so.1.1", "libssl.so.4"];

    public static readonly bool IsThere = Libraries.Any(name => NativeLibrary.TryLoad(name, out _));
}
