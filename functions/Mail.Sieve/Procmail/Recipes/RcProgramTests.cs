namespace Mail.Sieve.Procmail;

/// <summary>Conditions that ask a program, where a test can answer in its place.</summary>
internal sealed class RcProgramTests(RcContext context)
{
    private const string NoPrograms = "programs cannot be run here";

    // Above that a list is no rule any more; RFC 5228 sets no limit.
    private const int ListLength = 500;

    public PatternTest Convert(string command)
    {
        var line = ShellLine.Parse(command, context.Variables);
        if (line.Problem is not null)
        {
            return PatternTest.Failed(line.Problem);
        }

        return line.Single is { Program: "test" or "[" } test ? Compare([.. test.Arguments.Where(word => word != "]")])
            : line.Stages is [[{ Program: "formail" } extract], [{ Program: "grep" or "fgrep" or "egrep" } grep]] ? Listed(extract, grep)
            : PatternTest.Failed(NoPrograms);
    }

    private static PatternTest Compare(string[] words) => words switch
    {
        ["!", .. var rest] => Compare(rest) is { Test: { } test } ? new PatternTest { Test = SieveTest.NotOf(test) } : PatternTest.Failed(NoPrograms),
        ["-n", var text] => Same(text, "") is { Test: { } test } ? new PatternTest { Test = SieveTest.NotOf(test) } : PatternTest.Failed(NoPrograms),
        ["-z", var text] => Same(text, ""),
        [var left, "=" or "==", var right] => Same(left, right),
        [var left, "!=", var right] => new PatternTest { Test = SieveTest.NotOf(Same(left, right).Test!) },
        _ => PatternTest.Failed(NoPrograms),
    };

    private static PatternTest Same(string left, string right) => new()
    {
        Test = !ImportText.HasVariable(left + right)
            ? left == right ? SieveTest.True : SieveTest.False
            : SieveTest.Of($"string :is :comparator \"i;octet\" {ImportText.Quote(left)} {ImportText.Quote(right)}"),
    };

    /// <summary><c>formail -x From: | fgrep -i -f file</c>: the lines of the file are looked for in the fields.</summary>
    private PatternTest Listed(ShellCommand extract, ShellCommand grep)
    {
        var fields = FormailFields(extract);
        var words = grep.Arguments.ToList();
        var options = string.Concat(words.Where(word => word.StartsWith('-')).Select(word => word[1..]));
        var file = words.Find(word => !word.StartsWith('-'));
        if (fields is null || file is null || !options.Contains('f', StringComparison.Ordinal) || options.Any(option => !"fiqsFwx".Contains(option, StringComparison.Ordinal)))
        {
            return PatternTest.Failed(NoPrograms);
        }

        if (context.Read(file) is not { } text)
        {
            return PatternTest.Failed($"the list {file} cannot be read");
        }

        List<string> entries = [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
        if (entries.Count is 0 or > ListLength || entries.Exists(entry => entry.Any(char.IsControl) || ImportText.LooksLikeVariable(entry)))
        {
            return PatternTest.Failed(entries.Count == 0 ? $"the list {file} is empty" : $"the list {file} is too long, or has lines that are no text");
        }

        var kind = options.Contains('x', StringComparison.Ordinal) ? ":is" : ":contains";
        var comparator = options.Contains('i', StringComparison.Ordinal) ? "" : " :comparator \"i;octet\"";
        return new PatternTest
        {
            Test = SieveTest.Of($"header {kind}{comparator} {ImportText.List(fields)} {ImportText.List(entries)}"),
            Remark = $"the {entries.Count} lines of {file} are in the rule as they are today",
            IsApproximate = true,
        };
    }

    /// <summary>The fields behind <c>-x</c>; <c>null</c> when something else is asked for.</summary>
    private static List<string>? FormailFields(ShellCommand formail)
    {
        var fields = new List<string>();
        var words = formail.Arguments.ToList();
        for (var i = 0; i < words.Count; i++)
        {
            var option = words[i].Replace("z", "", StringComparison.Ordinal);
            if (option == "-")
            {
                continue;
            }

            var field = option == "-x" && i + 1 < words.Count ? words[++i] : words[i].StartsWith("-x", StringComparison.Ordinal) ? words[i][2..] : "";
            if (!SieveCommands.IsFieldName(field.TrimEnd(':')))
            {
                return null;
            }

            fields.Add(field.TrimEnd(':').ToLowerInvariant());
        }

        return fields.Count == 0 ? null : fields;
    }
}
