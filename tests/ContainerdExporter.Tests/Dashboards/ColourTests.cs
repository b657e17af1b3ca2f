using System.Globalization;

namespace ContainerdExporter.Tests.Dashboards;

/// <summary>The colours of the states, as people with each kind of colour blindness see them.</summary>
public sealed class ColourTests
{
    /// <summary>Two colours that are this far apart in CIELAB are told apart at a glance; 2.3 is just noticeable.</summary>
    private const double Enough = 12;

    /// <summary>Good, notice, warning, critical, unknown.</summary>
    private static readonly string[] States = ["#009E73", "#56B4E9", "#E69F00", "#D55E00", "#595959"];

    /// <summary>Full dichromacy on linear RGB (Machado, Oliveira and Fernandes 2009).</summary>
    public static TheoryData<string, double[]> Sights => new()
    {
        { "usual", [1, 0, 0, 0, 1, 0, 0, 0, 1] },
        { "protanopia", [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998] },
        { "deuteranopia", [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881] },
        { "tritanopia", [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900] },
    };

    [Theory]
    [MemberData(nameof(Sights))]
    public void StateColours_ForEverySight_DifferFromEachOther(string sight, double[] matrix)
    {
        var seen = States.Select(colour => Lab(Apply(matrix, Linear(colour)))).ToList();
        for (var i = 0; i < seen.Count; i++)
        {
            for (var j = i + 1; j < seen.Count; j++)
            {
                var distance = Math.Sqrt(seen[i].Zip(seen[j], (a, b) => (a - b) * (a - b)).Sum());
                Assert.True(distance > Enough, $"{sight}: {States[i]} and {States[j]} are {distance:0.0} apart");
            }
        }
    }

    /// <summary>No mapping and no threshold uses another colour.</summary>
    [Fact]
    public void Dashboards_Always_ShowStatesInTheseColours()
    {
        var used = Dashboard.All.SelectMany(dashboard => dashboard.DataPanels)
            .SelectMany(panel => panel.Configured("thresholds").SelectMany(thresholds => thresholds.GetProperty("steps").EnumerateArray()))
            .Select(step => step.GetProperty("color").GetString()!);
        var mapped = Dashboard.All.SelectMany(dashboard => dashboard.DataPanels)
            .SelectMany(panel => panel.Configured("mappings").SelectMany(mappings => mappings.EnumerateArray()))
            .Where(mapping => mapping.GetProperty("type").GetString() == "value")
            .SelectMany(mapping => mapping.GetProperty("options").EnumerateObject())
            .Select(state => state.Value.GetProperty("color").GetString()!);
        Assert.Equal([], used.Concat(mapped).Distinct(StringComparer.Ordinal).Except(States, StringComparer.Ordinal));
    }

    private static double[] Linear(string hex) =>
    [
        .. Enumerable.Range(0, 3).Select(i => int.Parse(hex.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)),
    ];

    private static double[] Apply(double[] matrix, double[] colour) =>
        [.. Enumerable.Range(0, 3).Select(row => Math.Clamp(Enumerable.Range(0, 3).Sum(i => matrix[(3 * row) + i] * colour[i]), 0, 1))];

    /// <summary>CIELAB under D65.</summary>
    private static double[] Lab(double[] rgb)
    {
        double[] toXyz = [0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750, 0.0193339, 0.1191920, 0.9503041];
        double[] white = [0.95047, 1, 1.08883];
        double[] f = [.. Enumerable.Range(0, 3).Select(row => Enumerable.Range(0, 3).Sum(i => toXyz[(3 * row) + i] * rgb[i]) / white[row])
            .Select(t => t > 0.008856 ? Math.Cbrt(t) : (7.787 * t) + (16.0 / 116))];
        return [(116 * f[1]) - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])];
    }
}
