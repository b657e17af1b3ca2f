using System.Buffers;
using System.Globalization;

namespace ContainerdExporter.Containerd.Config;

/// <summary>The text form of Go's time.Duration: signed decimal numbers with units, <c>300ms</c>, <c>-1.5h</c>, <c>2h45m</c>, or a bare <c>0</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Name, double Nanoseconds)[] Units =
        [("ns", 1), ("us", 1e3), ("µs", 1e3), ("μs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9)];

    public static bool IsValid(ReadOnlySpan<char> text) => TryParse(text, out _);

    /// <summary>False also for what Go's 64 bits of nanoseconds cannot hold, 292 years.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var sign = text is ['-', ..] ? -1 : 1;
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

        var total = 0.0;
        while (text.Length > 0)
        {
            var digits = text.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            text = text[digits..];
            var unit = text.IndexOfAny(Digits);
            var name = (unit < 0 ? text : text[..unit]).ToString();
            var known = Array.FindIndex(Units, each => each.Name == name);
            if (known < 0)
            {
                return false;
            }

            total += number * Units[known].Nanoseconds;
            text = text[name.Length..];
        }

        if (total >= long.MaxValue)
        {
            return false;
        }

        duration = TimeSpan.FromTicks(sign * (long)(total / TimeSpan.NanosecondsPerTick));
        return true;
    }
}
