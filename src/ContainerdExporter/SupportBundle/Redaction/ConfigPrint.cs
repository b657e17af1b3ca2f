using System.Globalization;
using System.Text;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.Containerd.Config.Model;

namespace ContainerdExporter.SupportBundle.Redaction;

/// <summary>
/// Prints a configuration's values as TOML, without comments, and with a mask for every text that is not known to be harmless: those under
/// a secret's name, those under a name that containerd does not know, and those that look made by chance.
/// </summary>
/// <param name="redactor">Learns each secret that is found.</param>
internal sealed class ConfigPrint(Redactor redactor)
{
    /// <summary>Of a registry's <c>hosts.toml</c> (docs/hosts.md).</summary>
    private static readonly string[] HostsNames = ["server", "capabilities", "ca", "skip_verify", "override_path", "dial_timeout"];

    private static readonly Lazy<HashSet<string>> KnownNames = new(() => [.. ConfigModel.LeafNames, .. HostsNames]);

    private readonly StringBuilder text = new();

    /// <summary>A parsed file, or one of its tables.</summary>
    public string Print(ConfigNode root)
    {
        text.Clear();
        PrintTable(root, [], isItem: false, isSecret: false);
        return text.ToString();
    }

    private void PrintTable(ConfigNode table, IReadOnlyList<string> path, bool isItem, bool isSecret)
    {
        var values = table.Children.Where(child => child.Value.Kind is not (ConfigKind.Table or ConfigKind.TableArray)).ToList();
        if (isItem || (path.Count > 0 && (values.Count > 0 || table.Children.Count == 0)))
        {
            var header = $"[{string.Join('.', path)}]";
            text.AppendLine().AppendLine(isItem ? $"[{header}]" : header);
        }

        foreach (var (name, value) in values)
        {
            text.Append(Name(name, isSecret)).Append(" = ").AppendLine(Value(value, name, isSecret || SecretNames.Contains(name)));
        }

        foreach (var (name, child) in table.Children)
        {
            var isArray = child.Kind == ConfigKind.TableArray;
            foreach (var each in isArray ? child.Items : child.Kind == ConfigKind.Table ? [child] : [])
            {
                PrintTable(each, [.. path, Name(name, isSecret)], isArray, isSecret || SecretNames.Contains(name));
            }
        }
    }

    private string Value(ConfigNode value, string name, bool isSecret) => value switch
    {
        { Scalar: bool flag } => flag ? "true" : "false",
        { Scalar: long or double } when !isSecret => Convert.ToString(value.Scalar, CultureInfo.InvariantCulture)!,
        { Scalar: { } scalar } when isSecret => HideSecret(Convert.ToString(scalar, CultureInfo.InvariantCulture)!, name),
        { Text: { } word } => IsHarmless(word, name) ? Quote(redactor.Clean(word)) : HideUnknown(word),
        { Kind: ConfigKind.Array } => $"[{string.Join(", ", value.Items.Select(item => Value(item, name, isSecret)))}]",
        { Kind: ConfigKind.Table } => $"{{ {string.Join(", ", value.Children.Select(child => $"{Name(child.Key, isSecret)} = {Value(child.Value, child.Key, isSecret || SecretNames.Contains(child.Key))}"))} }}",
        _ => Quote(Redactor.Mask),
    };

    private string Name(string name, bool isSecret)
    {
        if (name.Contains('@', StringComparison.Ordinal) || LooksRandom(name))
        {
            return HideUnknown(name);
        }

        // Below a secret's name even the keys may be secrets, such as a header's; the schema knows the rest of them.
        return isSecret && !KnownNames.Value.Contains(name) ? Quote(Redactor.Mask) : Quote(name);
    }

    private string HideSecret(string secret, string name)
    {
        // A user is called root, or containerd, and so is much else.
        if (!name.Contains("user", StringComparison.OrdinalIgnoreCase) && !secret.StartsWith('/'))
        {
            redactor.Learn(secret);
            redactor.Learn(secret[(secret.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        }

        return Quote(Redactor.Mask);
    }

    /// <summary>Not a secret for certain: a plain word or a path is left alone elsewhere.</summary>
    private string HideUnknown(string text)
    {
        if (!text.StartsWith('/') && !text.All(char.IsAsciiLetterLower))
        {
            redactor.Learn(text);
        }

        if (text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme && text.IndexOf('@', scheme) is > 0 and var at)
        {
            redactor.Learn(text[(scheme + 3)..at]);
            redactor.Learn(text[(scheme + 3)..at].Split(':', 2)[^1]);
        }

        return Quote(Redactor.Mask);
    }

    private static bool IsHarmless(string text, string name) =>
        text.Length <= 256 &&
        !LooksRandom(text) &&
        !text.Contains('@', StringComparison.Ordinal) &&
        !text.Contains('?', StringComparison.Ordinal) &&
        !text.Any(char.IsControl) &&
        (KnownNames.Value.Contains(name) || GoDuration.TryParse(text, out _));

    /// <summary>Sixteen letters and digits in a row, both of them: no word of a configuration, and perhaps a key.</summary>
    private static bool LooksRandom(string text)
    {
        var (letters, digits) = (0, 0);
        foreach (var c in text)
        {
            (letters, digits) = char.IsAsciiLetter(c) ? (letters + 1, digits) : char.IsAsciiDigit(c) ? (letters, digits + 1) : c is '+' or '=' or '_' ? (letters, digits) : (0, 0);
            if (letters + digits >= 16 && letters > 0 && digits > 1)
            {
                return true;
            }
        }

        return false;
    }

    private static string Quote(string word) => $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
