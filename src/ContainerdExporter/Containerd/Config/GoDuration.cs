using System.Buffers;

namespace ContainerdExporter.Containerd.Config;

/// <summary>The text form of Go's time.Duration: signed decimal numbers with units, <c>300ms</c>, <c>-1.5h</c>, <c>2h45m</c>, or a bare <c>0</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");
    private static readonly string[] Units = ["ns", "us", "µs", "μs", "ms", "s", "m", "h"];

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text is ['-' or '+', ..])
        {
            text = text[1..];
        }

        if (text is "0")
        {
            return true;
        }

        if (text.Length == 0)
        {
            return false;
        }

        while (text.Length > 0)
        {
            var digits = text.IndexOfAnyExcept(Digits);
            if (digits <= 0 || text[..digits].Count('.') > 1 || text[..digits] is ".")
            {
                return false;
            }

            text = text[digits..];
            var unit = text.IndexOfAny(Digits);
            var name = (unit < 0 ? text : text[..unit]).ToString();
            if (!Units.Contains(name))
            {
                return false;
            }

            text = text[name.Length..];
        }

        return true;
    }
}
