namespace Mail.Sieve.Procmail;

/// <summary>
/// Finds out which fields a pattern for header lines looks at: <c>^(Subject|From):.*x</c> looks at two. Alternatives are followed one by one.
/// </summary>
internal sealed class FieldSplitter
{
    // mailing-list software and people's own fields use no name longer than this; RFC 5322 §2.1.1 would allow 998.
    private const int NameLength = 76;

    // "From " and ">From ": the envelope's line in a mailbox file, and one that was quoted.
    private const string EnvelopeName = "From";

    /// <summary>Fields that no other field's name begins with, or whose longer relatives are meant as well when the colon is left out.</summary>
    private static readonly HashSet<string> Plain = new(StringComparer.OrdinalIgnoreCase)
    {
        "subject", "to", "cc", "bcc", "sender", "reply-to", "return-path", "delivered-to", "list-id", "list-post", "mailing-list", "x-mailing-list",
        "x-loop", "precedence", "message-id", "in-reply-to", "references", "date", "received", "content-type", "x-spam-flag", "x-mailer", "errors-to",
    };

    private static readonly string[] Destinations =
        ["To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc", "Original-To", "Original-Cc", "X-Envelope-To", "Apparently-To", "Apparently-Resent-To"];

    private readonly List<FieldPattern> _found = [];
    private int _steps;

    private FieldSplitter()
    {
    }

    /// <summary>One for each alternative; <c>null</c> when there are too many of them to be followed.</summary>
    public static IReadOnlyList<FieldPattern>? Split(Pattern pattern)
    {
        var splitter = new FieldSplitter();
        splitter.Follow([pattern], name: null);
        return splitter._steps > ImportLimits.Alternatives * ImportLimits.Alternatives || splitter._found.Count > ImportLimits.Alternatives
            ? null
            : splitter._found;
    }

    /// <summary>Whether a name without its colon is a field all the same.</summary>
    public static bool IsPlain(string name) => Plain.Contains(name);

    /// <param name="name">What has been read of it; <c>null</c> before the beginning of the line.</param>
    private void Follow(Pattern[] items, string? name)
    {
        if (++_steps > ImportLimits.Alternatives * ImportLimits.Alternatives || _found.Count > ImportLimits.Alternatives)
        {
            return;
        }

        if (items.Length == 0)
        {
            End(name, items);
            return;
        }

        Pattern[] rest = [.. items.Skip(1)];
        switch (items[0])
        {
            case Pattern.Sequence sequence:
                Follow([.. sequence.Items, .. rest], name);
                break;
            case Pattern.Choice choice when name is not null || BeginsLine(choice):
                foreach (var alternative in choice.Alternatives)
                {
                    Follow([alternative, .. rest], name);
                }

                break;
            case Pattern.Repeat { Min: 0, Max: 1 } optional when name is not null:
                Follow([optional.Item, .. rest], name);
                Follow(rest, name);
                break;
            case Pattern.Repeat { Min: 1, Item: Pattern.Literal or Pattern.Set } repeat when name is not null:
                Follow([repeat.Item, repeat with { Min = 0 }, .. rest], name);
                break;
            case Pattern.LineStart when name is null:
                Follow(rest, "");
                break;
            case Pattern.Destination destination when name is null:
                Destination(destination, rest);
                break;
            case Pattern.Daemon daemon when name is null:
                _found.Add(new FieldPattern { Daemon = daemon, Rest = rest });
                break;
            case Pattern.Set set when name is not null && set.Characters.Few(isCaseSensitive: false, most: 8) is { } few:
                foreach (var c in few)
                {
                    Follow([new Pattern.Literal(c), .. rest], name);
                }

                break;
            case Pattern.Literal literal when name is not null && name.Length < NameLength:
                Character(literal.Value, rest, name, items);
                break;
            default:
                End(name, items);
                break;
        }
    }

    private void Character(char c, Pattern[] rest, string name, Pattern[] items)
    {
        if (c == ':' && name.Length > 0)
        {
            _found.Add(new FieldPattern { Name = name, Rest = rest });
        }
        else if (c == ' ' && name.Equals(EnvelopeName, StringComparison.OrdinalIgnoreCase))
        {
            _found.Add(new FieldPattern { IsEnvelope = true, Rest = rest });
        }
        // RFC 5322 §2.2: printable characters but the colon. What begins with ">" is quoted, no field.
        else if (c is > ' ' and < '\x7f' and not '>' and not '"')
        {
            Follow(rest, name + c);
        }
        else if (c != '>')
        {
            End(name, items);
        }
    }

    private void End(string? name, Pattern[] rest)
    {
        if (string.IsNullOrEmpty(name))
        {
            _found.Add(Unanchored(name is null ? rest : [new Pattern.LineStart(), .. rest]));
            return;
        }

        // Only where the name is over: what goes on with it may be any of many fields.
        if (rest.Length > 0 && rest[0] is not (Pattern.Repeat { Item: Pattern.Any } or Pattern.LineEnd or Pattern.Literal { Value: ' ' or '\t' }))
        {
            _found.Add(new FieldPattern { Rest = [new Pattern.LineStart(), .. rest] });
            return;
        }

        _found.Add(new FieldPattern { Name = name, IsOpen = true, Rest = rest });
        if (name.Equals(EnvelopeName, StringComparison.OrdinalIgnoreCase))
        {
            _found.Add(new FieldPattern { IsEnvelope = true, Rest = rest });
        }
    }

    /// <summary><c>Subject:.*x</c> without its <c>^</c> means that field, too.</summary>
    private static FieldPattern Unanchored(Pattern[] items)
    {
        var letters = items.TakeWhile(item => item is Pattern.Literal).Cast<Pattern.Literal>().Select(item => item.Value).ToArray();
        var colon = Array.IndexOf(letters, ':');
        var name = colon > 0 ? new string(letters, 0, colon) : "";
        return IsPlain(name) || name.Equals(EnvelopeName, StringComparison.OrdinalIgnoreCase)
            ? new FieldPattern { Name = name, Rest = [.. items.Skip(colon + 1)] }
            : new FieldPattern { Rest = items };
    }

    private void Destination(Pattern.Destination destination, Pattern[] rest)
    {
        // procmailrc(5): (^(…):(.*[^…])?), where the blank behind the colon counts as well.
        var before = new Pattern.Repeat(new Pattern.Sequence([Pattern.AnyText, new Pattern.Set(destination.Before)]), 0, 1);
        foreach (var name in Destinations)
        {
            _found.Add(new FieldPattern { Name = name, Rest = [before, .. rest] });
        }
    }

    private static bool BeginsLine(Pattern pattern) => pattern switch
    {
        Pattern.LineStart or Pattern.Destination or Pattern.Daemon => true,
        Pattern.Sequence sequence => sequence.Items.Count > 0 && BeginsLine(sequence.Items[0]),
        Pattern.Choice choice => choice.Alternatives.Any(BeginsLine),
        _ => false,
    };
}
