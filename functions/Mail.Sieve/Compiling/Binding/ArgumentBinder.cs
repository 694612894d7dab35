namespace Mail.Sieve;

/// <summary>Puts the arguments of a command or test in the places that its definition has for them.</summary>
internal sealed class ArgumentBinder(ScriptBinder binder, Definition definition, SyntaxCommand command, BoundArguments bound)
{
    private readonly List<SyntaxArgument> _positionals = [];
    private readonly Dictionary<string, string> _groups = [];

    /// <returns>False when something was missing or wrong; it has been reported.</returns>
    public bool TryBind()
    {
        var before = binder.Problems.Problems.Count;
        var isWhole = true;
        for (var i = 0; i < command.Arguments.Count; i++)
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

        return isWhole && TryBindPositionals() && binder.Problems.Problems.Count == before;
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
            return Fail(tag.Position, $"expected ':{tag.Name}' before {_positionals[0].Describe()} without a tag");
        }

        SyntaxArgument value = tag;
        if (known.Value != ArgumentType.None)
        {
            if (i + 1 >= command.Arguments.Count || !Fits(command.Arguments[i + 1], known.Value))
            {
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
            : known.Count == 0 ? $"'{command.Name}' takes no tags, but found ':{name}'"
            : $"'{command.Name}' has no ':{name}'; expected one of {string.Join(' ', known)}";
    }

    private bool TryBindPositionals()
    {
        var at = 0;
        var spare = _positionals.Count - definition.Positionals.Count(p => !p.IsOptional);
        foreach (var place in definition.Positionals)
        {
            if (place.IsOptional && spare-- <= 0)
            {
                continue;
            }

            if (at >= _positionals.Count)
            {
                return Fail(command.Position, $"expected {place.Name} ({Describe(place.Type)}) after '{command.Name}'");
            }

            if (!Fits(_positionals[at], place.Type))
            {
                return Fail(_positionals[at].Position, $"expected {place.Name} ({Describe(place.Type)}), but found {_positionals[at].Describe()}");
            }

            bound.AddPositional(place.Name, _positionals[at++]);
        }

        return at == _positionals.Count || Fail(_positionals[at].Position, TooMany());
    }

    private string TooMany() => definition.Positionals.Count switch
    {
        0 => $"'{command.Name}' takes no arguments without a tag",
        1 => $"'{command.Name}' takes one argument without a tag",
        var n => $"'{command.Name}' takes at most {n} arguments without tags",
    };

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
        _ => "a string or a list of strings",
    };

    private bool Fail(ScriptPosition position, string message)
    {
        binder.Problems.Add(position, message);
        return false;
    }
}
