namespace Mail.Sieve;

/// <summary>
/// Makes commands of tokens (RFC 5228 §8.2). After an error it goes on behind the next semicolon or at the end of the block, so that several errors
/// are found in one go.
/// </summary>
internal sealed partial class ScriptParser
{
    private readonly ScriptLexer _lexer;
    private readonly ProblemList _problems;
    private readonly SieveOptions _options;
    private Token _token;

    /// <summary>What is open cannot be closed any more, and that is no further problem.</summary>
    private bool _isBroken;

    public ScriptParser(string text, SieveOptions options, ProblemList problems)
    {
        _lexer = new ScriptLexer(text, problems);
        _problems = problems;
        _options = options;
        _token = _lexer.Read();
    }

    public IReadOnlyList<SyntaxCommand> ReadScript()
    {
        var commands = ReadCommands(nesting: 0);
        while (_token.Kind != TokenKind.End && !_problems.IsFull)
        {
            Expected("a command");
            Advance();
            commands.AddRange(ReadCommands(nesting: 0));
        }

        return commands;
    }

    /// <summary>One test and nothing else, as in the column of a rule row.</summary>
    public SyntaxCommand? ReadTestOnly()
    {
        var test = ReadTest(nesting: 0);
        if (test is not null && _token.Kind != TokenKind.End)
        {
            Expected("nothing after the test");
        }

        return test;
    }

    private List<SyntaxCommand> ReadCommands(int nesting)
    {
        var commands = new List<SyntaxCommand>();
        while (!_problems.IsFull)
        {
            switch (_token.Kind)
            {
                case TokenKind.Identifier:
                    if (ReadCommand(nesting) is { } command)
                    {
                        commands.Add(command);
                    }

                    break;
                case TokenKind.End or TokenKind.CloseBrace:
                    return commands;
                default:
                    Expected("a command");
                    Recover();
                    break;
            }
        }

        return commands;
    }

    private SyntaxCommand? ReadCommand(int nesting)
    {
        var name = _token;
        Advance();
        if (!TryReadArguments(nesting: 0, out var arguments, out var tests, out var hasTestList))
        {
            Recover();
            return new SyntaxCommand { Name = name.Text, Position = name.Position, IsBroken = true };
        }

        if (!TryReadEnd(name, nesting, out var block))
        {
            return null;
        }

        return new SyntaxCommand
        {
            Name = name.Text,
            Position = name.Position,
            Arguments = arguments,
            Tests = tests,
            HasTestList = hasTestList,
            Block = block,
        };
    }

    private bool TryReadEnd(Token name, int nesting, out List<SyntaxCommand>? block)
    {
        block = null;
        if (_token.Kind == TokenKind.OpenBrace)
        {
            return TryReadBlock(nesting + 1, out block);
        }

        if (_token.Kind != TokenKind.Semicolon)
        {
            Expected($"';' or a block after '{name.Text}'");
            Recover();
            return false;
        }

        Advance();
        return true;
    }

    private bool TryReadBlock(int nesting, out List<SyntaxCommand>? block)
    {
        block = null;
        var open = _token;
        if (nesting > _options.MaxNesting)
        {
            _problems.Add(open.Position, $"expected at most {_options.MaxNesting} blocks within each other");
            Recover();
            return false;
        }

        Advance();
        block = ReadCommands(nesting);
        if (_token.Kind != TokenKind.CloseBrace)
        {
            if (!_isBroken)
            {
                _problems.Add(open.Position, "expected '}' at the end of the block that begins here");
            }

            return false;
        }

        Advance();
        return true;
    }

    private void Advance()
    {
        var before = _problems.Problems.Count;
        _token = _lexer.Read();
        _isBroken |= _token.Kind == TokenKind.End && _problems.Problems.Count > before;
    }

    private void Expected(string what)
    {
        // What the lexer could not read it has reported already.
        if (_token.Kind != TokenKind.Invalid)
        {
            _problems.Add(_token.Position, $"expected {what}, but found {_token}");
        }
    }

    /// <summary>To behind the command that has the error: its semicolon, its block, or the end of the block that it is in.</summary>
    private void Recover()
    {
        var depth = 0;
        while (_token.Kind != TokenKind.End)
        {
            var kind = _token.Kind;
            if (kind == TokenKind.CloseBrace && depth == 0)
            {
                return;
            }

            Advance();
            depth += kind switch { TokenKind.OpenBrace => 1, TokenKind.CloseBrace => -1, _ => 0 };
            if (depth == 0 && kind is TokenKind.Semicolon or TokenKind.CloseBrace)
            {
                return;
            }
        }

        _isBroken = true;
    }
}
