namespace Mail.Ctl;

/// <summary>The grammar of a fetchmailrc: statements, servers, their users. What a keyword means is not its business.</summary>
internal sealed class FetchmailFile
{
    private readonly IReadOnlyList<FetchmailToken> _tokens;
    private int _at;
    private FetchmailServer? _server;
    private FetchmailSection _options;

    private FetchmailFile(IReadOnlyList<FetchmailToken> tokens)
    {
        _tokens = tokens;
        _options = Defaults;
    }

    /// <summary>What stands behind every server.</summary>
    public FetchmailSection Defaults { get; } = new(1, behind: null);

    public List<FetchmailServer> Servers { get; } = [];

    /// <summary>Of <c>set</c>: name, its words, line.</summary>
    public List<(string Name, string Value, int Line)> Settings { get; } = [];

    /// <summary>What is not understood. Reading goes on behind it.</summary>
    public List<(int Line, string Text)> Problems { get; } = [];

    private bool IsAtEnd => _at >= _tokens.Count;

    public static FetchmailFile Read(string text)
    {
        var file = new FetchmailFile(FetchmailLexer.Read(text));
        while (!file.IsAtEnd)
        {
            file.ReadNext(file._tokens[file._at++]);
        }

        // Whom the defaults name is the user of servers that name nobody.
        foreach (var server in file.Servers.Where(server => server.Users.Count == 0 && file.Defaults.RemoteName is not null))
        {
            server.Users.Add(new FetchmailSection(server.Options.Line, server.Options));
        }

        return file;
    }

    private void ReadNext(FetchmailToken token)
    {
        if (token.IsQuoted || !FetchmailWords.IsKeyword(token))
        {
            // The word is not told: what follows a quote too many, or an option that is not known, may be a password.
            Problems.Add((token.Line, "a word that is no keyword of fetchmail's"));
        }
        else if (FetchmailWords.Statements.Contains(token.Text))
        {
            ReadStatement(token);
        }
        else if (FetchmailWords.Users.Contains(token.Text))
        {
            ReadUser(token);
        }
        else if (!FetchmailWords.Noise.Contains(token.Text))
        {
            ReadOption(token);
        }
    }

    private void ReadStatement(FetchmailToken token)
    {
        switch (token.Text)
        {
            case "set":
                ReadSetting(token.Line);
                break;
            case "defaults":
                (_server, _options, Defaults.Line) = (null, Defaults, token.Line);
                break;
            default:
                _options = new FetchmailSection(token.Line, Defaults);
                _server = new FetchmailServer(Take(), token.Text == "skip", _options);
                Servers.Add(_server);
                break;
        }
    }

    /// <summary><c>set name</c>, <c>set no name</c>, <c>set name value</c>, with or without an equals sign.</summary>
    private void ReadSetting(int line)
    {
        var name = Take();
        name = name == "no" ? "no " + Take() : name;
        if (!IsAtEnd && _tokens[_at] is { IsQuoted: false, Text: "=" })
        {
            _at++;
        }

        var hasValue = !IsAtEnd && !FetchmailWords.IsKeyword(_tokens[_at]) && _tokens[_at].Line == line;
        Settings.Add((name, hasValue ? Take() : "", line));
    }

    private void ReadUser(FetchmailToken token)
    {
        switch (token.Text)
        {
            case "user" or "username":
                StartUser(token.Line);
                break;
            case "is" or "to":
                User(token.Line).Locals.AddRange(TakeNames());
                TurnAround();
                break;
        }
    }

    /// <summary><c>user NAME [there]</c> names the user there, <c>user NAME here</c> the one here.</summary>
    private void StartUser(int line)
    {
        var name = Take();
        var user = new FetchmailSection(line, _server?.Options ?? Defaults);
        if (TakeIf("here"))
        {
            user.Locals.Add(name);
        }
        else
        {
            user.Remote = name;
            TakeIf("there");
        }

        _options = user;
        if (_server is not null)
        {
            _server.Users.Add(user);
        }
        else
        {
            Defaults.Remote = user.Remote;
            Defaults.Locals.AddRange(user.Locals);
            _options = Defaults;
        }
    }

    /// <summary><c>is NAME there</c>: the other way round.</summary>
    private void TurnAround()
    {
        if (!TakeIf("here") && TakeIf("there") && _options.Locals is [.., var name])
        {
            _options.Locals.RemoveAt(_options.Locals.Count - 1);
            _options.Remote = name;
        }
    }

    /// <summary>The user that is being described; the only one of a server may come without the keyword, when the defaults name him.</summary>
    private FetchmailSection User(int line)
    {
        if (_server is null || _server.Users.Count > 0)
        {
            return _options;
        }

        _options = new FetchmailSection(line, _server.Options) { Remote = Defaults.Remote };
        _server.Users.Add(_options);
        return _options;
    }

    private void ReadOption(FetchmailToken token)
    {
        var isOff = token.Text == "no";
        var word = isOff ? Take() : token.Text;
        if (!FetchmailWords.Options.TryGetValue(word, out var option))
        {
            Problems.Add((token.Line, "'no' before a word that is no option of fetchmail's"));
            return;
        }

        _options.Set(option.Name, isOff ? ["no"] : option.Kind switch
        {
            FetchmailWord.Flag => [],
            FetchmailWord.List => TakeNames(),
            FetchmailWord.Envelope => TakeEnvelope(),
            _ => [Take()],
        });
    }

    private IReadOnlyList<string> TakeEnvelope()
    {
        var first = Take();
        return first.All(char.IsAsciiDigit) && !IsAtEnd && !FetchmailWords.IsKeyword(_tokens[_at]) ? [first, Take()] : [first];
    }

    /// <summary>Words up to a keyword; <c>a = b</c> becomes one.</summary>
    private List<string> TakeNames()
    {
        var names = new List<string>();
        while (!IsAtEnd && !FetchmailWords.IsKeyword(_tokens[_at]))
        {
            var name = Take();
            if (!IsAtEnd && _tokens[_at] is { IsQuoted: false, Text: "=" })
            {
                _at++;
                name += "=" + Take();
            }

            names.Add(name);
        }

        return names;
    }

    /// <summary>The next word, whatever it is; empty at the end.</summary>
    private string Take() => IsAtEnd ? "" : _tokens[_at++].Text;

    private bool TakeIf(string keyword)
    {
        var isNext = !IsAtEnd && _tokens[_at] is { IsQuoted: false } token && token.Text == keyword;
        _at += isNext ? 1 : 0;
        return isNext;
    }
}
