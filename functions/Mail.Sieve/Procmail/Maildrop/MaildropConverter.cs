using System.Globalization;
using System.Text.RegularExpressions;

namespace Mail.Sieve.Procmail;

/// <summary>Reads maildrop's statements, maildropfilter(7), and converts them as it goes.</summary>
internal sealed partial class MaildropConverter
{
    private static readonly HashSet<string> Meaningless =
        ["LOCKEXT", "LOCKSLEEP", "LOCKTIMEOUT", "LOCKREFRESH", "PATH", "SHELL", "UMASK", "VERBOSE", "MAILDIRQUOTA", "LOGNAME", "MAILDROP_OLD_REGEXP", "KEYWORDS", "logfile"];

    /// <summary>For the name of rows that only set variables.</summary>
    private const string Variables = "variables";

    private readonly RcReader _reader;
    private readonly RcContext _context;
    private readonly MaildropExpressions _expressions;
    private readonly RcDeliveries _deliveries;
    private readonly RcPipes _pipes;

    /// <summary>Variables that are set more than once: their values are known only when a message is sorted.</summary>
    private readonly HashSet<string> _changing;

    private string _flags = "";

    /// <summary>Why nothing of the block that is read can be converted; <c>null</c> when it can.</summary>
    private string? _lost;

    /// <summary>The same for the rest of the file.</summary>
    private string? _unreadable;

    public MaildropConverter(string text, RcContext context)
    {
        _reader = new RcReader(text);
        _changing = [.. Assignment().Matches(text).Select(match => match.Groups["name"].Value).CountBy(name => name).Where(count => count.Value > 1).Select(count => count.Key)];
        _context = context;
        _expressions = new MaildropExpressions(_reader, context);
        _deliveries = new RcDeliveries(context);
        _pipes = new RcPipes(context);
    }

    /// <summary>The whole file.</summary>
    /// <param name="depth">Blocks and files around it.</param>
    public RcSequence Convert(int depth)
    {
        var units = new List<RcUnit>();
        for (SkipSpace(); !_reader.AtEnd; SkipSpace())
        {
            var (line, source) = (_reader.Line, _reader.Source);
            if (_reader.TrySkip("}"))
            {
                _context.Report.Add(line, source, ImportOutcome.NotConverted, "a block is closed that was not opened");
                continue;
            }

            var result = Statement(depth);
            if (result.Commands.Count > 0)
            {
                units.Add(new RcUnit(string.Create(CultureInfo.InvariantCulture, $"{_context.Report.File}:{line}"), result.Hint, result.Commands));
            }
        }

        return new RcSequence(units, IsFinal: false);
    }

    /// <summary>One statement; the position moves on by at least one.</summary>
    private RcResult Statement(int depth)
    {
        var (line, source) = (_reader.Line, _reader.Source);
        if (_reader.Current == '`')
        {
            return Backquotes(line, source);
        }

        var word = _reader.Name();
        _reader.SkipBlanks();
        switch (word)
        {
            case "if":
                return If(line, source, depth);
            case "to" or "cc":
                return Deliver(line, source, isCopy: word == "cc");
            case "xfilter":
                return Filter(line, source);
            case "include":
                return Include(line, source, depth);
            case "exit":
                return Report(line, source, Exit());
            case "exception":
                return Block(depth, line, source);
            case "dotlock" or "flock":
                _expressions.Read();
                return Block(depth, line, source);
            case "log" or "logfile" or "echo" or "import":
                _reader.LogicalLine();
                return Report(line, source, new RcResult { IsNotNeeded = true });
            case "foreach" or "while":
                _reader.TakeWhile(c => c is not ('{' or '\n'));
                return Lost(() => Block(depth, line, source), line, source, $"{word} has no equivalent");
            case not "" when _reader.TrySkip("="):
                return Assign(word, line, source, depth);
            default:
                _reader.LogicalLine();
                return word == "system" ? Report(line, source, RcResult.Failed("programs cannot be run here")) : Unreadable(line, source);
        }
    }

    private RcResult If(int line, string source, int depth)
    {
        var arms = new List<SieveArm>();
        var results = new List<RcResult>();
        var isLost = false;
        for (var word = "if"; word != "";)
        {
            var test = word == "else" ? new MaildropValue { Test = SieveTest.True } : _expressions.Read().ToTest();
            isLost |= test.Problem is not null;
            var body = test.Problem is null && !isLost
                ? Body(depth)
                : Lost(() => Body(depth), line, source, test.Problem ?? $"it depends on line {line}");
            if (test.Remark is { } remark)
            {
                _context.Report.Add(line, source, ImportOutcome.Approximated, remark);
                body = body.IsDiscard ? Report(line, source, RcResult.Failed("what would throw mail away is not converted with a condition that is only nearly the same")) : body;
            }

            if (test.Test is { } possible && possible != SieveTest.False)
            {
                results.Add(body);
                arms.Add(new SieveArm(word == "else" && arms.Count > 0 ? null : possible, body.Commands));
            }

            (line, source) = (_reader.Line, _reader.Source);
            word = word == "else" ? "" : Else();
        }

        return isLost || arms.TrueForAll(arm => arm.Body.Count == 0)
            ? new RcResult()
            : new RcResult
            {
                Commands = [new SieveCommand.Branch(arms)],
                IsDiscard = results.Exists(result => result.IsDiscard),
                Hint = results.Find(result => result.Hint is not ("" or Variables))?.Hint ?? Variables,
            };
    }

    /// <summary>The word that goes on with the statement; empty when another begins.</summary>
    private string Else()
    {
        SkipSpace();
        foreach (var word in new[] { "elsif", "else" })
        {
            if (_reader.Current == 'e' && string.Concat(Enumerable.Range(0, word.Length).Select(_reader.Peek)) == word
                && !char.IsAsciiLetterOrDigit(_reader.Peek(word.Length)))
            {
                _reader.TrySkip(word);
                SkipSpace();
                if (word == "else" && _reader.Current == 'i' && _reader.Peek(1) == 'f' && !char.IsAsciiLetterOrDigit(_reader.Peek(2)))
                {
                    _reader.TrySkip("if");
                    return "elsif";
                }

                return word;
            }
        }

        return "";
    }

    private RcResult Body(int depth)
    {
        SkipSpace();
        return _reader.Current == '{' ? Block(depth, _reader.Line, _reader.Source)
            : depth < ImportLimits.Depth ? Statement(depth + 1)
            : TooDeep(_reader.Line, _reader.Source);
    }

    private RcResult Block(int depth, int line, string source)
    {
        SkipSpace();
        if (depth >= ImportLimits.Depth)
        {
            return TooDeep(line, source);
        }

        if (!_reader.TrySkip("{"))
        {
            return Report(line, source, RcResult.Failed("expected a block in braces"));
        }

        var (flags, exitCode) = (_flags, _context.Variables["EXITCODE"]);
        var (commands, hint, isDiscard) = (new List<SieveCommand>(), "", false);
        for (SkipSpace(); !_reader.TrySkip("}"); SkipSpace())
        {
            if (_reader.AtEnd)
            {
                return Report(line, source, RcResult.Failed("a block is not closed"));
            }

            var result = Statement(depth + 1);
            commands.AddRange(result.Commands);
            hint = hint is "" or Variables && result.Hint.Length > 0 ? result.Hint : hint;
            isDiscard |= result.IsDiscard;
        }

        _flags = flags;
        _context.Variables.Set("EXITCODE", exitCode);
        return new RcResult { Commands = commands, Hint = hint, IsDiscard = isDiscard };
    }

    private RcResult TooDeep(int line, string source)
    {
        _reader.TakeWhile(_ => true);
        return Report(line, source, RcResult.Failed($"more than {ImportLimits.Depth} blocks within blocks"));
    }

    /// <summary>maildrop takes no file that has such a line. What stands behind it may depend on it in ways that cannot be seen.</summary>
    private RcResult Unreadable(int line, string source)
    {
        var result = Report(line, source, RcResult.Failed("it is no statement"));
        _unreadable ??= $"it stands behind line {line}, which cannot be read";
        return result;
    }

    private RcResult Lost(Func<RcResult> read, int line, string source, string problem)
    {
        _context.Report.Add(line, source, ImportOutcome.NotConverted, problem);
        var outer = _lost;
        _lost ??= $"it depends on line {line}, which is not converted";
        read();
        _lost = outer;
        return new RcResult();
    }

    private RcResult Report(int line, string source, RcResult result)
    {
        var problem = result.Problem ?? (result.IsNotNeeded ? null : _lost ?? _unreadable);
        _context.Report.Add(
            line,
            source,
            problem is not null ? ImportOutcome.NotConverted
            : result.IsNotNeeded ? ImportOutcome.NotNeeded
            : result.Remark is not null ? ImportOutcome.Approximated
            : ImportOutcome.Converted,
            problem ?? result.Remark);
        return problem is null ? result : new RcResult();
    }

    [GeneratedRegex(@"^\s*(?<name>\w+)\s*=[^=~]", RegexOptions.Multiline)]
    private static partial Regex Assignment();

    /// <summary>Statements end with their lines; a semicolon may end them, too.</summary>
    private void SkipSpace()
    {
        do
        {
            _reader.SkipSpace();
        }
        while (_reader.TrySkip(";"));
    }
}
