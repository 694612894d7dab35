using System.Text;

namespace Mail.Sieve.Procmail;

/// <summary>The variables of a procmailrc while it is converted, and their replacement (procmailrc(5), "Bugs").</summary>
internal sealed class RcVariables
{
    private readonly Dictionary<string, RcText> _values = [];

    public RcVariables(ImportOptions options)
    {
        // procmailrc(5), "Environment variable defaults".
        Set("HOME", options.Home);
        Set("LOGNAME", options.User);
        Set("USER", options.User);
        Set("MAILDIR", options.Home);
        Set("ORGMAIL", "/var/mail/" + options.User);
        Set("DEFAULT", "/var/mail/" + options.User);
        Set("SENDMAIL", "/usr/sbin/sendmail");
        Set("SENDMAILFLAGS", "-oi");
        Set("SHELL", "/bin/sh");
        Set("LOCKEXT", ".lock");
    }

    /// <summary>Empty for a variable that was never set, as with procmail.</summary>
    public RcText this[string name] => _values.GetValueOrDefault(name, new RcText(""));

    public string Text(string name) => this[name].Text ?? "";

    public void Set(string name, string text) => Set(name, new RcText(text));

    public void Set(string name, RcText value) => _values[name] = value;

    /// <summary>From now on its value is known only when a message is sorted.</summary>
    public void SetAtRunTime(string name) => Set(name, ImportText.Variable(ImportText.VariableName(name)));

    /// <summary>A value with its quotes, which go.</summary>
    public RcText Expand(string raw)
    {
        var text = new StringBuilder();
        var quote = '\0';
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (c == '\\' && quote != '\'' && i + 1 < raw.Length)
            {
                // Between double quotes only what is special there is quoted by a backslash.
                text.Append(quote == '"' && raw[i + 1] is not ('$' or '"' or '\\' or '`') ? "\\" : "").Append(raw[++i]);
            }
            else if (c is '"' or '\'' && (quote == '\0' || quote == c))
            {
                quote = quote == c ? '\0' : c;
            }
            else if (c == '`' && quote != '\'')
            {
                return RcText.Unknown("it is what a program writes");
            }
            else if (c == '$' && quote != '\'')
            {
                if (Reference(raw, ref i, text) is { } problem)
                {
                    return RcText.Unknown(problem);
                }
            }
            else
            {
                text.Append(c);
            }

            if (text.Length > ImportLimits.ValueLength)
            {
                return RcText.Unknown($"it is longer than {ImportLimits.ValueLength} characters");
            }
        }

        return new RcText(text.ToString());
    }

    /// <summary>Words as the shell divides them, each expanded; or why one cannot be.</summary>
    public (IReadOnlyList<string> Words, string? Problem) Words(string text)
    {
        var words = new List<string>();
        var reader = new RcReader(text);
        while (reader.TakeWhile(char.IsWhiteSpace).Length >= 0 && !reader.AtEnd)
        {
            var (word, problem) = Expand(reader.Word());
            if (word is null)
            {
                return ([], problem);
            }

            words.Add(word);
        }

        return (words, null);
    }

    /// <summary>What a condition that begins with $ says, as between double quotes.</summary>
    public RcText ExpandCondition(string text) => Expand($"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");

    /// <param name="i">At the dollar sign; at the last character of the reference when this returns.</param>
    /// <returns>Why it cannot be replaced.</returns>
    private string? Reference(string raw, ref int i, StringBuilder text)
    {
        var start = i + 1;
        if (start < raw.Length && raw[start] == '{')
        {
            var close = Close(raw, start + 1);
            if (close < 0)
            {
                return "a brace is not closed";
            }

            i = close;
            return Braces(raw[(start + 1)..close], text);
        }

        var isDisarmed = start < raw.Length && raw[start] == '\\';
        start += isDisarmed ? 1 : 0;
        var end = NameEnd(raw, start);
        if (end == start)
        {
            return Special(raw, ref i, text);
        }

        i = end - 1;
        var value = this[raw[start..end]];
        text.Append(isDisarmed && value.Text is { } plain ? Disarm(plain) : value.Text);
        return value.Problem;
    }

    /// <summary>$$, $=, $1 and the like depend on the process; a lone dollar sign stands for itself.</summary>
    private static string? Special(string raw, ref int i, StringBuilder text)
    {
        if (i + 1 < raw.Length && (raw[i + 1] is '$' or '=' or '_' or '-' or '#' or '@' or '?' || char.IsAsciiDigit(raw[i + 1])))
        {
            return $"${raw[i + 1]} is known only to procmail";
        }

        text.Append('$');
        return null;
    }

    /// <summary>${name}, ${name:-text}, ${name-text}, ${name:+text}, ${name+text}.</summary>
    private string? Braces(string inner, StringBuilder text)
    {
        var end = NameEnd(inner, 0);
        var name = inner[..end];
        var modifier = inner[end..];
        if (modifier.Length == 0)
        {
            text.Append(this[name].Text);
            return this[name].Problem;
        }

        var isEmptyUnset = modifier.StartsWith(':');
        var sign = modifier.AsSpan(isEmptyUnset ? 1 : 0);
        if (sign.IsEmpty || sign[0] is not ('-' or '+'))
        {
            return "${" + inner + "} is not read by procmail";
        }

        var isSet = _values.ContainsKey(name) && !(isEmptyUnset && this[name].Text is { Length: 0 });
        var value = isSet == (sign[0] == '+') ? Expand(sign[1..].ToString()) : isSet ? this[name] : new RcText("");
        text.Append(value.Text);
        return value.Problem;
    }

    private static int Close(string raw, int start)
    {
        var depth = 1;
        for (var i = start; i < raw.Length; i++)
        {
            depth += raw[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0 || depth > ImportLimits.Depth)
            {
                return depth == 0 ? i : -1;
            }
        }

        return -1;
    }

    private static int NameEnd(string text, int start)
    {
        while (start < text.Length && (char.IsAsciiLetter(text[start]) || text[start] == '_' || (char.IsAsciiDigit(text[start]) && start > 0 && text[start - 1] is not ('$' or '{'))))
        {
            start++;
        }

        return start;
    }

    private static string Disarm(string text) => string.Concat(text.Select(c => @"\.^$*+?()[]|".Contains(c, StringComparison.Ordinal) ? $"\\{c}" : $"{c}"));
}
