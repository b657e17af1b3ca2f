using System.Text;

namespace ContainerdExporter.EndToEnd.RunbookShell;

/// <summary>
/// The simple commands of a script, those in substitutions and quotes included: enough of the shell's grammar for the blocks of a
/// runbook, which bash itself has parsed already. What stands in quotes is one word, marked as such.
/// </summary>
public sealed class ShellScript
{
    /// <summary>Stands for what only a shell knows: quoted text and substitutions.</summary>
    public const char Opaque = '\u25a1';

    private readonly string text;
    private readonly List<IReadOnlyList<string>> commands = [];
    private readonly List<string> words = [];
    private readonly StringBuilder word = new();
    private bool isTarget;

    private ShellScript(string text) => this.text = text;

    public static IReadOnlyList<IReadOnlyList<string>> CommandsOf(string text)
    {
        var script = new ShellScript(text.Replace("\\\n", " ", StringComparison.Ordinal));
        script.Read();
        return script.commands;
    }

    private void Read()
    {
        for (var i = 0; i < text.Length; i++)
        {
            i = text[i] switch
            {
                '\'' => Skip(text.IndexOf('\'', i + 1)),
                '"' => ReadDoubleQuoted(i),
                '$' when At(i + 1) == '(' => ReadSubstitution(i + 1),
                '\\' => Append(i + 1),
                '#' when word.Length == 0 => text.IndexOf('\n', i) is >= 0 and var end ? end - 1 : text.Length,
                '>' or '<' => ReadRedirection(i),
                ';' or '|' or '&' or '\n' or '(' or ')' or '`' => EndCommand(i),
                ' ' or '\t' => EndWord(i),
                _ => Append(i),
            };
        }

        EndCommand(text.Length);
    }

    private char At(int i) => i < text.Length ? text[i] : '\n';

    private int Append(int i)
    {
        word.Append(At(i));
        return i;
    }

    private int Skip(int end)
    {
        word.Append(Opaque);
        return end;
    }

    private int ReadDoubleQuoted(int start)
    {
        var i = start + 1;
        while (text[i] != '"')
        {
            i = text[i] == '\\' ? i + 2 : text[i] == '$' && At(i + 1) == '(' ? ReadSubstitution(i + 1) + 1 : i + 1;
        }

        return Skip(i);
    }

    /// <param name="open">Where its parenthesis opens.</param>
    private int ReadSubstitution(int open)
    {
        var depth = 0;
        var i = open;
        do
        {
            if (text[i] is '\'' or '"')
            {
                i = text.IndexOf(text[i], i + 1);
            }
            else
            {
                depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            }

            i++;
        }
        while (depth > 0);
        commands.AddRange(CommandsOf(text[(open + 1)..(i - 1)]));
        return Skip(i - 1);
    }

    /// <summary>What follows is a file, or a descriptor.</summary>
    private int ReadRedirection(int i)
    {
        if (word.Length > 0 && word.ToString().All(char.IsAsciiDigit))
        {
            word.Clear();
        }

        EndWord(i);
        isTarget = true;
        return At(i + 1) is '>' or '&' or '<' ? i + 1 : i;
    }

    private int EndWord(int i)
    {
        if (word.Length > 0 && !isTarget)
        {
            words.Add(word.ToString());
        }

        isTarget &= word.Length == 0;
        word.Clear();
        return i;
    }

    private int EndCommand(int i)
    {
        EndWord(i);
        isTarget = false;
        if (words.Count > 0)
        {
            commands.Add([.. words]);
        }

        words.Clear();
        return i;
    }
}
