using System.Text;

namespace Mail.Sieve.Procmail;

/// <summary>Lays out tests and commands as people write them.</summary>
internal static class SieveWriter
{
    private const string Indent = "    ";

    // As .editorconfig has it for code; rows are read in narrow columns too.
    private const int LineLength = 100;

    public static string Test(SieveTest test) => Test(test, "");

    public static string Commands(IEnumerable<SieveCommand> commands)
    {
        var text = new StringBuilder();
        Write(text, commands, "");
        return text.ToString().TrimEnd('\n');
    }

    private static string Test(SieveTest test, string indent) => test switch
    {
        SieveTest.Leaf leaf => leaf.Text,
        SieveTest.Not not => "not " + Test(not.Test, indent),
        SieveTest.All all => List("allof", all.Tests, indent),
        SieveTest.Any any => List("anyof", any.Tests, indent),
        _ => throw new InvalidOperationException(test.ToString()),
    };

    private static string List(string word, IReadOnlyList<SieveTest> tests, string indent)
    {
        var flat = $"{word}({string.Join(", ", tests.Select(test => Test(test, indent)))})";
        if (flat.Length + indent.Length <= LineLength && !flat.Contains('\n', StringComparison.Ordinal))
        {
            return flat;
        }

        var inner = indent + Indent;
        return $"{word}(\n{string.Join(",\n", tests.Select(test => inner + Test(test, inner)))})";
    }

    private static void Write(StringBuilder text, IEnumerable<SieveCommand> commands, string indent)
    {
        foreach (var command in commands)
        {
            switch (command)
            {
                case SieveCommand.Line line:
                    text.Append(indent).Append(line.Text).Append('\n');
                    break;
                case SieveCommand.Branch branch:
                    Write(text, branch, indent);
                    break;
            }
        }
    }

    private static void Write(StringBuilder text, SieveCommand.Branch branch, string indent)
    {
        var word = indent + "if ";
        foreach (var arm in branch.Arms)
        {
            text.Append(arm.Test is null ? " else" : word + Test(arm.Test, indent)).Append(" {\n");
            Write(text, arm.Body, indent + Indent);
            text.Append(indent).Append('}');
            word = " elsif ";
        }

        text.Append('\n');
    }
}
