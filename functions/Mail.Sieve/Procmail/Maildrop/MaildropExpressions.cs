namespace Mail.Sieve.Procmail;

/// <summary>Expressions of maildrop's, maildropfilter(7), by descent from the weakest operator to the strongest.</summary>
internal sealed class MaildropExpressions(RcReader reader, RcContext context)
{
    // maildropfilter(7), "Unquoted text", and the blanks that it must not have.
    private const string Unquoted = "_-.:/${}@";

    private int _depth;

    /// <summary>What <c>$RETURNCODE</c> being 0 means: of the last program that was run.</summary>
    public SieveTest? Succeeded { get; set; }

    public MaildropValue Read() => Or();

    /// <summary>Text behind <c>=</c>, where a slash begins no pattern.</summary>
    public MaildropValue ReadAssigned()
    {
        reader.SkipBlanks();
        return reader.Current == '/' ? Word() : Or();
    }

    private MaildropValue Or()
    {
        if (++_depth > ImportLimits.Depth * 2)
        {
            _depth--;
            return Rest("the expression is nested too deep");
        }

        var value = And();
        while (TrySkip("||"))
        {
            value = Join(value, And(), SieveTest.AnyOf);
        }

        _depth--;
        return value;
    }

    private MaildropValue And()
    {
        var value = Comparison();
        while (TrySkip("&&"))
        {
            value = Join(value, Comparison(), SieveTest.AllOf);
        }

        return value;
    }

    private static MaildropValue Join(MaildropValue left, MaildropValue right, Func<IEnumerable<SieveTest>, SieveTest> join)
    {
        var (first, second) = (left.ToTest(), right.ToTest());
        return new MaildropValue
        {
            Test = first.Test is { } a && second.Test is { } b ? join([a, b]) : null,
            Problem = first.Problem ?? second.Problem,
            Remark = first.Remark ?? second.Remark,
        };
    }

    private MaildropValue Comparison()
    {
        var left = Unary();
        reader.SkipBlanks();
        string[] operators = ["=~", "<=", ">=", "==", "!=", "<", ">", "lt", "le", "gt", "ge", "eq", "ne"];
        if (Array.Find(operators, token => IsOperator(token) && reader.TrySkip(token)) is not { } found)
        {
            return reader.Current is '+' or '-' or '*' or '/' ? Rest("Sieve cannot calculate") : left;
        }

        return found == "=~" ? Match(left) : MaildropComparison.Of(left, found, Unary(), Succeeded);
    }

    /// <summary>A word is an operator only where it ends.</summary>
    private bool IsOperator(string token) => !char.IsAsciiLetter(token[0]) || !(char.IsAsciiLetterOrDigit(reader.Peek(2)) || reader.Peek(2) == '_');

    private MaildropValue Match(MaildropValue left)
    {
        reader.SkipBlanks();
        var (pattern, options, problem) = ReadPattern();
        return pattern is null ? MaildropValue.Failed(problem!)
            : left.Problem is not null ? left
            : left.IsSender ? OfSender(pattern)
            : left.Text is { } text ? MaildropValue.Of(VariableTests.Of(text, pattern, options.Contains('D', StringComparison.Ordinal)))
            : MaildropValue.Failed("it is matched with a pattern, and is no text");
    }

    /// <summary>As a line of a mailbox file has it: <c>From sender</c>.</summary>
    private static MaildropValue OfSender(Pattern pattern)
    {
        Pattern[] items = pattern is Pattern.Sequence { Items: var inner } ? [.. inner] : [pattern];
        var line = new[] { new Pattern.LineStart() }.Concat<Pattern>("From ".Select(c => new Pattern.Literal(c)));
        return MaildropValue.Of(HeaderTests.Of(
            new Pattern.Sequence(items is [Pattern.LineStart, .. var rest] ? [.. line, .. rest] : [.. line, Pattern.AnyText, .. items]), isCaseSensitive: false));
    }

    private MaildropValue Unary()
    {
        reader.SkipBlanks();
        if (reader.TrySkip("!"))
        {
            var inner = Unary().ToTest();
            return inner.Test is { } test ? inner with { Test = SieveTest.NotOf(test) } : inner;
        }

        if (reader.TrySkip("("))
        {
            var inner = Or();
            return TrySkip(")") || inner.Problem is not null ? inner : Rest("a parenthesis is not closed");
        }

        return reader.Current == '/' ? OfPattern() : Word();
    }

    private MaildropValue OfPattern()
    {
        var (pattern, options, problem) = ReadPattern();
        if (pattern is null)
        {
            return MaildropValue.Failed(problem!);
        }

        var isCaseSensitive = options.Contains('D', StringComparison.Ordinal);
        var isBody = options.Contains('b', StringComparison.Ordinal);
        var header = !isBody || options.Contains('h', StringComparison.Ordinal) ? MaildropValue.Of(HeaderTests.Of(pattern, isCaseSensitive)) : null;
        var body = isBody ? MaildropValue.Of(BodyTests.Of(pattern, isCaseSensitive, ":text")) : null;
        return header is null ? body! : body is null ? header : Join(header, body, SieveTest.AnyOf);
    }

    private (Pattern? Pattern, string Options, string? Problem) ReadPattern()
    {
        if (!reader.TrySkip("/") || reader.Delimited('/') is not { } text)
        {
            return (null, "", Rest("a pattern is not closed").Problem);
        }

        var options = reader.TrySkip(":") ? reader.TakeWhile(char.IsAsciiLetter) : "";
        if (reader.Current == ',')
        {
            return (null, "", Rest("Sieve cannot count how often a pattern matches").Problem);
        }

        var (pattern, problem) = PcrePatternParser.Parse(text);
        return (pattern, options, problem);
    }

    /// <summary>Literals next to each other are one text.</summary>
    private MaildropValue Word()
    {
        reader.SkipBlanks();
        var name = reader.Current == '$' ? Ahead(1) : reader.Current == '"' && reader.Peek(1) == '$' ? Ahead(2) : "";
        var text = "";
        for (var isFirst = true; ; isFirst = false)
        {
            var (part, problem) = Literal();
            if (problem is not null)
            {
                return Rest(problem);
            }

            if (part is null)
            {
                return isFirst ? Rest("expected a value") : (text.Length == 0 ? Special(name) : null) ?? new MaildropValue { Text = text };
            }

            text += part;
            if (isFirst && reader.Current == '(' && part.All(char.IsAsciiLetter))
            {
                return Function(part);
            }
        }
    }

    private string Ahead(int from)
    {
        var end = from;
        while (char.IsAsciiLetterOrDigit(reader.Peek(end)) || reader.Peek(end) == '_')
        {
            end++;
        }

        return string.Concat(Enumerable.Range(from, end - from).Select(reader.Peek));
    }

    private static MaildropValue? Special(string name) => name switch
    {
        "SIZE" => MaildropValue.Size,
        "FROM" => MaildropValue.Sender,
        "RETURNCODE" => new MaildropValue { Text = name },
        "LINES" => MaildropValue.Failed("Sieve does not count lines"),
        _ => null,
    };

    private (string? Text, string? Problem) Literal()
    {
        var quote = reader.Current;
        if (quote is '"' or '\'' or '`')
        {
            reader.Next();
            return reader.Delimited(quote) is not { } inner ? (null, "a quote is not closed")
                : quote == '`' ? (null, "it is what a program writes")
                : quote == '\'' ? (inner.Replace("\\'", "'", StringComparison.Ordinal), null)
                : Expand($"\"{inner}\"");
        }

        var word = reader.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || Unquoted.Contains(c, StringComparison.Ordinal));
        return word.Length == 0 ? (null, null) : Expand(word);
    }

    private (string? Text, string? Problem) Expand(string raw)
    {
        var (text, problem) = context.Variables.Expand(raw);
        return raw.Contains("$MATCH", StringComparison.Ordinal) ? (null, "what a pattern has matched is not kept") : (text, problem);
    }

    private MaildropValue Function(string name)
    {
        reader.Next();
        var argument = name == "hasaddr" ? Or() : null;
        if (argument is { Text: { } address } && TrySkip(")"))
        {
            return new MaildropValue
            {
                Test = SieveTest.Of($"address :is [\"to\", \"cc\", \"bcc\", \"resent-to\", \"resent-cc\", \"resent-bcc\"] {ImportText.Quote(address.Trim())}"),
            };
        }

        return Rest($"{name}() has no equivalent");
    }

    /// <summary>What follows on the line cannot be understood either.</summary>
    private MaildropValue Rest(string problem)
    {
        reader.TakeWhile(c => c is not ('\n' or '{'));
        return MaildropValue.Failed(problem);
    }

    private bool TrySkip(string token)
    {
        reader.SkipBlanks();
        while (reader.Current == '\\' && reader.Peek(1) == '\n')
        {
            reader.Next();
            reader.Next();
            reader.SkipBlanks();
        }

        return reader.TrySkip(token);
    }
}
