using System.Text;

namespace Mail.Sieve.Procmail;

/// <summary>A command line: stages with pipes between them, each a program or a list of programs in parentheses.</summary>
internal sealed class ShellLine
{
    private readonly RcVariables _variables;
    private readonly List<List<ShellCommand>> _stages = [[]];
    private readonly List<string> _words = [];
    private string? _output;

    private ShellLine(RcVariables variables) => _variables = variables;

    /// <summary>Why the line cannot be understood.</summary>
    public string? Problem { get; private set; }

    public IReadOnlyList<IReadOnlyList<ShellCommand>> Stages => _stages;

    /// <summary>The only program; <c>null</c> when there are more.</summary>
    public ShellCommand? Single => _stages is [[var only]] ? only : null;

    public static ShellLine Parse(string text, RcVariables variables)
    {
        var line = new ShellLine(variables);
        line.Read(text);
        line.EndCommand();
        return line;
    }

    private void Read(string text)
    {
        for (var i = 0; i < text.Length && Problem is null;)
        {
            switch (text[i])
            {
                case ' ' or '\t' or '\n' or '(' or ')' or '{' or '}' when text[i] is not ('{' or '}') || IsLone(text, i):
                    i++;
                    break;
                case '|':
                    EndCommand();
                    _stages.Add([]);
                    i++;
                    break;
                case ';' or '&':
                    EndCommand();
                    i++;
                    break;
                case '<' or '>':
                    i = Redirection(text, i);
                    break;
                default:
                    i = Word(text, i, out var word);
                    if (word is not null)
                    {
                        _words.Add(word);
                    }

                    break;
            }
        }
    }

    private static bool IsLone(string text, int i) => i + 1 >= text.Length || char.IsWhiteSpace(text[i + 1]) || text[i] == '}';

    private int Redirection(string text, int i)
    {
        var isOutput = text[i] == '>';
        while (i < text.Length && text[i] is '>' or '<' or ' ' or '\t')
        {
            i++;
        }

        // 2>&1
        if (i < text.Length && text[i] == '&')
        {
            return i + 2;
        }

        i = Word(text, i, out var target);
        _output = isOutput && target != "/dev/null" ? target : _output;
        return i;
    }

    private int Word(string text, int start, out string? word)
    {
        var raw = new StringBuilder();
        var quote = '\0';
        var i = start;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (quote == '\0' && (char.IsWhiteSpace(c) || c is '|' or ';' or '&' or '<' or '>' or '(' or ')'))
            {
                break;
            }

            if (c == '\\' && quote != '\'' && i + 1 < text.Length)
            {
                raw.Append(c).Append(text[++i]);
                continue;
            }

            quote = quote == c ? '\0' : quote == '\0' && c is '"' or '\'' or '`' ? c : quote;
            raw.Append(c);
        }

        var (expanded, problem) = _variables.Expand(raw.ToString());
        Problem ??= problem;
        word = expanded;
        return Math.Max(i, start + 1);
    }

    private void EndCommand()
    {
        // A number in front of > says which of the outputs is meant.
        if (_output is not null && _words.Count > 0 && _words[^1] is "1" or "2")
        {
            _words.RemoveAt(_words.Count - 1);
        }

        if (_words.Count > 0)
        {
            _stages[^1].Add(new ShellCommand([.. _words], _output));
        }

        _words.Clear();
        _output = null;
    }
}
