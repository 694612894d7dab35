namespace Mail.Sieve;

/// <summary>Arguments, tests and lists of them.</summary>
internal sealed partial class ScriptParser
{
    private bool TryReadArguments(int nesting, out List<SyntaxArgument> arguments, out List<SyntaxCommand> tests, out bool hasTestList)
    {
        arguments = [];
        tests = [];
        hasTestList = false;
        while (IsArgument(_token.Kind))
        {
            if (ReadArgument() is not { } argument)
            {
                return false;
            }

            arguments.Add(argument);
        }

        switch (_token.Kind)
        {
            case TokenKind.Identifier:
                return TryAddTest(tests, nesting + 1);
            case TokenKind.OpenParenthesis:
                hasTestList = true;
                return TryReadTestList(tests, nesting + 1);
            default:
                return _token.Kind != TokenKind.Invalid;
        }
    }

    private static bool IsArgument(TokenKind kind) =>
        kind is TokenKind.Tag or TokenKind.Number or TokenKind.String or TokenKind.OpenBracket;

    private SyntaxArgument? ReadArgument()
    {
        var token = _token;
        if (token.Kind == TokenKind.OpenBracket)
        {
            return ReadStringList();
        }

        Advance();
        return token.Kind switch
        {
            TokenKind.Tag => new TagArgument(token.Position, token.Text),
            TokenKind.Number => new NumberArgument(token.Position, token.Number),
            _ => new StringArgument(token.Position, [new SyntaxString(token.Text, token.Position)], IsList: false),
        };
    }

    private StringArgument? ReadStringList()
    {
        var open = _token.Position;
        var items = new List<SyntaxString>();
        do
        {
            Advance();
            if (_token.Kind != TokenKind.String)
            {
                Expected("a string");
                return null;
            }

            items.Add(new SyntaxString(_token.Text, _token.Position));
            Advance();
        }
        while (_token.Kind == TokenKind.Comma && HasRoom(items.Count));

        return TryClose(TokenKind.CloseBracket, "',' or ']'") ? new StringArgument(open, items, IsList: true) : null;
    }

    private SyntaxCommand? ReadTest(int nesting)
    {
        if (_token.Kind != TokenKind.Identifier)
        {
            Expected("a test");
            return null;
        }

        var name = _token;
        if (nesting > _options.MaxNesting)
        {
            _problems.Add(name.Position, $"expected at most {_options.MaxNesting} tests within each other");
            return null;
        }

        Advance();
        return TryReadArguments(nesting, out var arguments, out var tests, out var hasTestList)
            ? new SyntaxCommand { Name = name.Text, Position = name.Position, Arguments = arguments, Tests = tests, HasTestList = hasTestList }
            : null;
    }

    private bool TryAddTest(List<SyntaxCommand> tests, int nesting)
    {
        var test = ReadTest(nesting);
        if (test is not null)
        {
            tests.Add(test);
        }

        return test is not null;
    }

    private bool TryReadTestList(List<SyntaxCommand> tests, int nesting)
    {
        do
        {
            Advance();
            if (!TryAddTest(tests, nesting))
            {
                return false;
            }
        }
        while (_token.Kind == TokenKind.Comma && HasRoom(tests.Count));

        return TryClose(TokenKind.CloseParenthesis, "',' or ')'");
    }

    private bool TryClose(TokenKind close, string expected)
    {
        if (_token.Kind != close)
        {
            Expected(expected);
            return false;
        }

        Advance();
        return true;
    }

    private bool HasRoom(int count)
    {
        if (count < _options.MaxListLength)
        {
            return true;
        }

        _problems.Add(_token.Position, $"expected at most {_options.MaxListLength} in one list");
        return false;
    }
}
