using System.Text;

namespace ContainerdExporter;

/// <summary>The label form of an enum's names: <c>NotSocket</c> is written <c>not_socket</c>.</summary>
internal static class LabelText
{
    public static string ToLabel<TEnum>(this TEnum value)
        where TEnum : struct, Enum => Names<TEnum>.Of(value);

    /// <summary>Every label value of the enum, in declaration order.</summary>
    public static IReadOnlyList<string> All<TEnum>()
        where TEnum : struct, Enum => Names<TEnum>.Labels;

    private static class Names<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly string[] Labels = [.. Enum.GetNames<TEnum>().Select(SnakeCase)];

        private static readonly TEnum[] Values = Enum.GetValues<TEnum>();

        public static string Of(TEnum value) => Labels[Array.IndexOf(Values, value)];
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
