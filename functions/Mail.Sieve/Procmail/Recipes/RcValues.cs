using System.Text.RegularExpressions;

namespace Mail.Sieve.Procmail;

/// <summary>Values that a program works out for each message, where a test with a match variable (RFC 5229) does the same.</summary>
internal sealed partial class RcValues(RcContext context)
{
    private static readonly Dictionary<char, (string Part, string Pattern, string Variable)> DateParts = new()
    {
        ['Y'] = ("year", "*", "1"),
        ['y'] = ("year", "??*", "3"),
        ['m'] = ("month", "*", "1"),
        ['d'] = ("day", "*", "1"),
        ['H'] = ("hour", "*", "1"),
        ['M'] = ("minute", "*", "1"),
        ['S'] = ("second", "*", "1"),
        ['w'] = ("weekday", "*", "1"),
        ['F'] = ("date", "*", "1"),
        ['j'] = ("julian", "*", "1"),
    };

    /// <summary>The command line of a value that is one program in backquotes; <c>null</c> for any other value.</summary>
    public static string? Program(string? raw) => raw is not null && Backquoted().Match(raw) is { Success: true } match ? match.Groups["command"].Value : null;

    /// <returns>Commands that set the variable, or the reason why there are none.</returns>
    public RcResult Convert(string name, string command)
    {
        var line = ShellLine.Parse(command, context.Variables);
        var result = line.Problem is not null ? RcResult.Failed(line.Problem)
            : line.Single is { Program: "formail" } formail ? Field(name, [.. formail.Arguments])
            : line.Single is { Program: "date" } date ? Date(name, [.. date.Arguments])
            : line.Single is { Program: "echo" } echo ? new RcResult { Commands = [SieveCommands.Set(name, string.Join(' ', echo.Arguments))] }
            : RcResult.Failed("it is what a program writes");
        return result with { Hint = "variables" };
    }

    private static RcResult Field(string name, string[] words)
    {
        var text = string.Concat(words.Select((word, i) => i > 0 && !word.StartsWith('-') ? word : word.TrimStart('-')));
        var asked = Extract().Match(text);
        var field = asked.Groups["field"].Value;
        if (!asked.Success || !SieveCommands.IsFieldName(field))
        {
            return RcResult.Failed("of formail only -x, and -rx To, are converted");
        }

        var take = new[] { SieveCommands.Set(name, ImportText.Variable("1")) };
        if (!asked.Groups["options"].Value.Contains('r', StringComparison.Ordinal))
        {
            return new RcResult { Commands = [Otherwise(name, new SieveArm(SieveTest.Of($"header :matches {ImportText.Quote(field.ToLowerInvariant())} \"*\""), take))] };
        }

        // Whom an answer would go to.
        return field.Equals("To", StringComparison.OrdinalIgnoreCase)
            ? new RcResult
            {
                Commands =
                [
                    Otherwise(
                        name,
                        new SieveArm(SieveTest.Of("address :matches \"reply-to\" \"*\""), take),
                        new SieveArm(SieveTest.Of("address :matches \"from\" \"*\""), take)),
                ],
            }
            : RcResult.Failed("of formail only -x, and -rx To, are converted");
    }

    private static RcResult Date(string name, string[] words)
    {
        if (words is not [['+', .. var format]] || format.Contains('%', StringComparison.Ordinal) == false)
        {
            return RcResult.Failed("of date only +FORMAT is converted");
        }

        var commands = new List<SieveCommand> { SieveCommands.Set(name, "") };
        var own = ImportText.Variable(ImportText.VariableName(name));
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 >= format.Length)
            {
                commands.Add(SieveCommands.Set(name, own + format[i]));
            }
            else if (DateParts.TryGetValue(format[++i], out var part))
            {
                commands.Add(new SieveCommand.Branch([new SieveArm(
                    SieveTest.Of($"currentdate :matches \"{part.Part}\" \"{part.Pattern}\""),
                    [SieveCommands.Set(name, own + ImportText.Variable(part.Variable))])]));
            }
            else
            {
                return RcResult.Failed($"Sieve knows no %{format[i]} of a date");
            }
        }

        return new RcResult { Commands = commands };
    }

    private static SieveCommand.Branch Otherwise(string name, params SieveArm[] arms) => new([.. arms, new SieveArm(Test: null, [SieveCommands.Set(name, "")])]);

    [GeneratedRegex("^\"?`(?<command>[^`]*)`\"?$", RegexOptions.Singleline)]
    private static partial Regex Backquoted();

    [GeneratedRegex("^(?<options>[rtzfcb]*)x(?<field>[^:]+):?$")]
    private static partial Regex Extract();
}
