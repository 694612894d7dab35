namespace Mail.Sieve;

/// <summary>Puts the arguments of a command or test in the places that its definition has for them.</summary>
internal sealed class ArgumentBinder(ScriptBinder binder, Definition definition, SyntaxCommand command, BoundArguments bound)
{
    private readonly List<SyntaxArgument> _positionals = [];
    private readonly Dictionary<string, string> _groups = [];

    /// <summary>A tag lacks its value: what follows may be meant in any way.</summary>
    private bool _isUnreadable;

    /// <returns>False when something was missing or wrong; it has been reported.</returns>
    public bool TryBind()
    {
        var isWhole = true;
        for (var i = 0; i < command.Arguments.Count && !_isUnreadable; i++)
        {
            if (command.Arguments[i] is TagArgument tag)
            {
                isWhole &= TryBindTag(tag, ref i);
            }
            else
            {
                _positionals.Add(command.Arguments[i]);
            }
        }

        return isWhole && TryBindPositionals();
    }

    private bool TryBindTag(TagArgument tag, ref int i)
    {
        var known = FindTag(tag.Name);
        if (known is null)
        {
            return Fail(tag.Position, UnknownTag(tag.Name));
        }

        // RFC 5228 §2.6.2: positional arguments follow the tagged ones.
        if (_positionals.Count > 0)
        {
            return Fail(tag.Position, $"unexpected tagged argument ':{tag.Name}' behind the positional arguments of the {definition.Describe()}");
        }

        SyntaxArgument value = tag;
        if (known.Value != ArgumentType.None)
        {
            if (i + 1 >= command.Arguments.Count || !Fits(command.Arguments[i + 1], known.Value))
            {
                _isUnreadable = true;
                return Fail(tag.Position, $"expected {Describe(known.Value)} after ':{tag.Name}'");
            }

            value = command.Arguments[++i];
        }

        return TryPlaceTag(tag, known, value);
    }

    private bool TryPlaceTag(TagArgument tag, TagDefinition known, SyntaxArgument value)
    {
        if (!bound.TryAddTag(known.Name, value))
        {
            return Fail(tag.Position, $"expected ':{tag.Name}' only once");
        }

        if (known.Group is { } group && !_groups.TryAdd(group, tag.Name))
        {
            return Fail(tag.Position, $"expected only one {group}, but there are ':{_groups[group]}' and ':{tag.Name}'");
        }

        return true;
    }

    private TagDefinition? FindTag(string name)
    {
        foreach (var tag in definition.Tags)
        {
            if (tag.Name == name && (tag.Capability is null || binder.IsActive(tag.Capability)))
            {
                return tag;
            }
        }

        return null;
    }

    private string UnknownTag(string name)
    {
        var missing = definition.Tags.FirstOrDefault(t => t.Name == name)?.Capability;
        var known = definition.Tags.Where(t => t.Capability is null || binder.IsActive(t.Capability)).Select(t => $":{t.Name}").ToList();
        return missing is not null && binder.IsAvailable(missing) ? $"expected require \"{missing}\" before ':{name}' is used"
            : $"unknown tagged argument ':{name}' for the {definition.Describe()} (expected {(known.Count == 0 ? "none" : string.Join(' ', known))})";
    }

    private bool TryBindPositionals()
    {
        var at = 0;
        var required = definition.Positionals.Count(p => !p.IsOptional);
        if (_positionals.Count < required)
        {
            return Fail(command.Position, TooFew(required));
        }

        var spare = _positionals.Count - required;
        foreach (var place in definition.Positionals)
        {
            if (place.IsOptional && spare-- <= 0)
            {
                continue;
            }

            if (!Fits(_positionals[at], place.Type))
            {
                return Fail(_positionals[at].Position, WrongType(place, at + 1));
            }

            bound.AddPositional(place.Name, _positionals[at++]);
        }

        return at == _positionals.Count || Fail(_positionals[at].Position, TooMany());
    }

    private string WrongType(PositionalDefinition place, int number) =>
        $"the {definition.Describe()} expects {Describe(place.Type)} as argument {number} ({place.Name}), but {_positionals[number - 1].Describe()} was found";

    private string TooFew(int required) =>
        $"the {definition.Describe()} requires {required} positional arguments ({string.Join(", ", definition.Positionals.Select(p => p.Name))}), "
        + $"but {_positionals.Count} are specified";

    private string TooMany() =>
        $"the {definition.Describe()} accepts {definition.Positionals.Count} positional arguments, but {_positionals.Count} are specified";

    private static bool Fits(SyntaxArgument argument, ArgumentType type) => type switch
    {
        ArgumentType.Number => argument is NumberArgument,
        ArgumentType.String => argument is StringArgument { IsList: false },
        _ => argument is StringArgument,
    };

    private static string Describe(ArgumentType type) => type switch
    {
        ArgumentType.Number => "a number",
        ArgumentType.String => "a string",
        _ => "a string list",
    };

    private bool Fail(ScriptPosition position, string message)
    {
        binder.Problems.Add(position, message);
        return false;
    }
}
