using System.Text.RegularExpressions;

namespace Mail.Sieve.Procmail;

/// <summary>Reads a procmailrc, procmailrc(5), into statements. What it cannot read becomes a statement that says so, and it reads on.</summary>
internal sealed partial class RcParser(string text)
{
    private readonly RcReader _reader = new(text);

    public static IReadOnlyList<RcStatement> Parse(string text) => new RcParser(text).Statements(depth: 0);

    private List<RcStatement> Statements(int depth)
    {
        var statements = new List<RcStatement>();
        for (_reader.SkipSpace(); !_reader.AtEnd; _reader.SkipSpace())
        {
            if (_reader.Current == '}')
            {
                if (depth > 0)
                {
                    return statements;
                }

                statements.Add(Broken("a block is closed that was not opened"));
                _reader.Next();
            }
            else
            {
                statements.Add(Statement(depth));
            }
        }

        if (depth > 0)
        {
            statements.Add(Broken("a block is not closed"));
        }

        return statements;
    }

    private RcStatement Statement(int depth)
    {
        if (_reader.Current == ':')
        {
            return Recipe(depth);
        }

        var (line, source) = (_reader.Line, _reader.Source);
        var name = _reader.Name();
        if (name.Length == 0)
        {
            _reader.LogicalLine();
            return new RcStatement.Broken(line, source, "neither a recipe nor an assignment");
        }

        _reader.SkipBlanks();
        if (_reader.Current != '=')
        {
            return new RcStatement.Assignment(line, source, name, Value: null);
        }

        _reader.Next();
        _reader.SkipBlanks();
        return new RcStatement.Assignment(line, source, name, _reader.Current == '#' ? "" : _reader.Word());
    }

    private RcStatement Recipe(int depth)
    {
        var (line, source) = (_reader.Line, _reader.Source);
        var start = RecipeStart().Match(_reader.LogicalLine());
        var conditions = Conditions();
        var action = Action(depth);
        return !start.Success ? new RcStatement.Broken(line, source, "expected :0, its flags, and perhaps a second colon and a lock file")
            : action is not null
            ? new RcStatement.Recipe(line, source, string.Concat(start.Groups["flags"].Value.Where(c => c is not (' ' or '\t'))), conditions, action)
            : new RcStatement.Broken(line, source, "expected an action behind the conditions");
    }

    private List<RcCondition> Conditions()
    {
        var conditions = new List<RcCondition>();
        for (_reader.SkipSpace(); _reader.Current == '*'; _reader.SkipSpace())
        {
            var line = _reader.Line;
            _reader.Next();
            conditions.Add(new RcCondition(line, _reader.LogicalLine()));
        }

        return conditions;
    }

    private RcAction? Action(int depth)
    {
        var line = _reader.Line;
        switch (_reader.Current)
        {
            case '\0' or '}' or ':':
                return null;
            case '{':
                _reader.Next();
                return Block(line, depth);
            case '!':
                _reader.Next();
                return new RcAction.Forward(line, WithoutComment(_reader.LogicalLine()));
            case '|':
                _reader.Next();
                return new RcAction.Pipe(line, Variable: null, _reader.LogicalLine());
            default:
                var text = _reader.LogicalLine();
                return Capture().Match(text) is { Success: true } capture
                    ? new RcAction.Pipe(line, capture.Groups["name"].Value, text[capture.Length..].Trim())
                    : new RcAction.Folder(line, WithoutComment(text));
        }
    }

    private RcAction.Block Block(int line, int depth)
    {
        if (depth >= ImportLimits.Depth)
        {
            // Without its conditions nothing of it may run.
            _reader.TakeWhile(_ => true);
            return new RcAction.Block(line, [Broken($"more than {ImportLimits.Depth} blocks within blocks: from here on nothing is converted")]);
        }

        var statements = Statements(depth + 1);
        if (_reader.Current == '}')
        {
            _reader.Next();
        }

        return new RcAction.Block(line, statements);
    }

    private RcStatement.Broken Broken(string problem) => new(_reader.Line, _reader.Source, problem);

    /// <summary>A word that begins with # ends the line.</summary>
    private static string WithoutComment(string line) => Comment().Replace(line, "").Trim();

    [GeneratedRegex(@"^:0?\s*(?<flags>[HBDAaEehbfcwWir \t]*)(:.*|\#.*)?$")]
    private static partial Regex RecipeStart();

    [GeneratedRegex(@"^(?<name>\w+)\s*=\s*\|")]
    private static partial Regex Capture();

    [GeneratedRegex(@"(^|\s)\#.*$")]
    private static partial Regex Comment();
}
