namespace Mail.Sieve.Procmail;

/// <summary>formail(1) as a filter: fields that are added, replaced and removed become the edits of RFC 5293.</summary>
internal sealed class RcFormail
{
    private readonly List<SieveCommand> _commands = [];
    private string? _remark;
    private string? _problem;

    private RcFormail()
    {
    }

    public static RcResult Filter(IReadOnlyList<string> arguments)
    {
        var formail = new RcFormail();
        for (var i = 0; i < arguments.Count && formail._problem is null; i++)
        {
            i += formail.Option(arguments[i], arguments.Skip(i + 1).ToArray());
        }

        return formail._problem is { } problem
            ? RcResult.Failed(problem)
            : new RcResult { Commands = formail._commands, Remark = formail._remark, Hint = "headers", IsNotNeeded = formail._commands.Count == 0 };
    }

    /// <returns>How many of the following words belong to it.</returns>
    private int Option(string word, string[] following)
    {
        if (word is not ['-', .. var letters] || letters.Length == 0)
        {
            _problem = $"formail {word} has no equivalent";
            return 0;
        }

        for (var i = 0; i < letters.Length; i++)
        {
            // f, b, z and t say how lines are treated that Sieve does not see: From_, >From_, blanks.
            if (letters[i] is 'f' or 'b' or 'z' or 'Y' or 'c')
            {
                continue;
            }

            var attached = letters[(i + 1)..];
            var value = attached.Length > 0 ? attached : following.FirstOrDefault("");
            var taken = attached.Length > 0 ? 0 : 1;
            if (letters[i] == 'R')
            {
                Rename(value, following.Skip(taken).FirstOrDefault(""));
                return taken + 1;
            }

            Edit(letters[i], value);
            return taken;
        }

        return 0;
    }

    private void Edit(char option, string field)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? field : field[..colon];
        var value = colon < 0 ? "" : field[(colon + 1)..].Trim();
        if (name.StartsWith("From ", StringComparison.Ordinal) || name == "From ")
        {
            // The separator of a mailbox file, which no message has here.
            return;
        }

        if (!"IiAauU".Contains(option, StringComparison.Ordinal))
        {
            _problem = $"formail -{option} has no equivalent";
            return;
        }

        if (!SieveCommands.IsFieldName(name) || value.Any(char.IsControl))
        {
            _problem = $"formail -{option} has no field that could be written";
            return;
        }

        switch (option)
        {
            case 'I' or 'i':
                _commands.Add(SieveCommands.DeleteHeader(name));
                Add(name, value);
                _remark ??= option == 'i' ? $"the old field is not kept as Old-{name}" : null;
                break;
            case 'A':
                Add(name, value);
                break;
            case 'a':
                _commands.Add(new SieveCommand.Branch(
                    [new SieveArm(SieveTest.Of($"not exists {ImportText.Quote(name)}"), [SieveCommands.AddHeader(name, value)])]));
                break;
            default:
                _commands.Add(new SieveCommand.Branch([new SieveArm(
                    SieveTest.Of($"header :matches {ImportText.Quote(name)} \"*\""),
                    [SieveCommands.DeleteHeader(name), SieveCommands.AddHeader(name, ImportText.Variable("1"))])]));
                break;
        }
    }

    private void Add(string name, string value)
    {
        if (value.Length > 0)
        {
            _commands.Add(SieveCommands.AddHeader(name, value));
        }
    }

    private void Rename(string from, string to)
    {
        (from, to) = (from.TrimEnd(':'), to.TrimEnd(':'));
        if (!SieveCommands.IsFieldName(from) || !SieveCommands.IsFieldName(to))
        {
            _problem = "formail -R has no fields that could be written";
            return;
        }

        _remark = $"only the first {from} is renamed";
        _commands.Add(new SieveCommand.Branch([new SieveArm(
            SieveTest.Of($"header :matches {ImportText.Quote(from)} \"*\""),
            [SieveCommands.DeleteHeader(from), SieveCommands.AddHeader(to, ImportText.Variable("1"))])]));
    }
}
