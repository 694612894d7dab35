using System.Globalization;

namespace Mail.Sieve.Procmail;

/// <summary>Assignments, blocks and other files.</summary>
internal sealed partial class RcConverter
{
    // sysexits(3): what a delivery program tells the mail server when it refuses a message for good.
    private const int FirstRefusal = 64;
    private const int LastRefusal = 78;

    /// <summary>procmailrc(5), "Environment": what says how procmail works, and nothing about where mail goes.</summary>
    private static readonly HashSet<string> Meaningless =
    [
        "LOGFILE", "LOG", "LOGABSTRACT", "VERBOSE", "PATH", "SHELL", "SHELLFLAGS", "SHELLMETAS", "LOCKFILE", "LOCKEXT", "LOCKSLEEP", "LOCKTIMEOUT",
        "TIMEOUT", "UMASK", "COMSAT", "SENDMAILFLAGS", "NORESRETRY", "SUSPEND", "LINEBUF", "DELIVERED", "DROPPRIVS", "MSGPREFIX", "PROCMAIL_OVERFLOW",
        "SHIFT", "IFS", "LANG", "LC_ALL",
    ];

    /// <summary>What is read while converting, wherever it stands.</summary>
    private static readonly HashSet<string> Paths = ["MAILDIR", "DEFAULT", "ORGMAIL", "SENDMAIL", "HOME", "LOGNAME"];

    /// <summary>Variables that are set in a block somewhere: their values are known only when a message is sorted.</summary>
    private readonly HashSet<string> _changing = [];

    /// <summary>For the name of rows that only set variables.</summary>
    private const string Variables = "variables";

    private int _exitCode;

    private bool IsRefused => _exitCode is >= FirstRefusal and <= LastRefusal;

    private void FindChanging(IEnumerable<RcStatement> statements, bool isInBlock)
    {
        foreach (var statement in statements)
        {
            if (statement is RcStatement.Assignment assignment && isInBlock && !Meaningless.Contains(assignment.Name) && !Paths.Contains(assignment.Name))
            {
                _changing.Add(assignment.Name);
            }
            else if (statement is RcStatement.Recipe { Action: RcAction.Block block })
            {
                FindChanging(block.Statements, isInBlock: true);
            }
        }
    }

    private RcResult Block(RcAction.Block block, bool isCopy, int depth)
    {
        var (exitCode, maildir) = (_exitCode, _context.Variables["MAILDIR"]);
        var sequence = Convert(block.Statements, isCopy, depth + 1);
        foreach (var assignment in block.Statements.OfType<RcStatement.Assignment>().Where(assignment => _changing.Contains(assignment.Name)))
        {
            _context.Variables.SetAtRunTime(assignment.Name);
        }

        _exitCode = exitCode;
        _context.Variables.Set("MAILDIR", maildir);
        return new RcResult
        {
            Commands = [.. sequence.Units.SelectMany(unit => unit.Commands)],
            IsDelivery = sequence.IsFinal,
            Hint = sequence.Units.Select(unit => unit.Hint).FirstOrDefault(hint => hint is not ("" or Variables)) ?? (sequence.Units.Count > 0 ? Variables : ""),
        };
    }

    private RcSequence Assign(RcStatement.Assignment assignment, bool isCopy, int depth)
    {
        switch (assignment.Name)
        {
            case "INCLUDERC":
                return Include(assignment, isCopy, depth);
            case "SWITCHRC":
                return Switch(assignment, isCopy, depth);
            case "HOST":
                return Host(assignment, isCopy);
            case "EXITCODE":
                _exitCode = int.TryParse(assignment.Value?.Trim('"', '\''), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0;
                _context.Report.Add(assignment.Line, assignment.Source, ImportOutcome.NotNeeded);
                return RcSequence.Empty;
            case "TRAP":
                _context.Report.Add(assignment.Line, assignment.Source, ImportOutcome.NotConverted, "programs cannot be run here");
                return RcSequence.Empty;
            default:
                return AssignVariable(assignment, depth);
        }
    }

    private RcSequence AssignVariable(RcStatement.Assignment assignment, int depth)
    {
        var (line, name, source) = (assignment.Line, assignment.Name, assignment.Source);
        if (RcValues.Program(assignment.Value) is { } command && !Meaningless.Contains(name))
        {
            var result = Capture(name, command);
            _context.Report.Add(line, source, result.Problem is null ? ImportOutcome.Converted : ImportOutcome.NotConverted, result.Problem);
            return Unit(line, Variables, result.Commands);
        }

        var value = _context.Variables.Expand(assignment.Value ?? "");
        _context.Variables.Set(name, value);
        if (Meaningless.Contains(name))
        {
            _context.Report.Add(line, source, ImportOutcome.NotNeeded);
            return RcSequence.Empty;
        }

        var outcome = value.Text is null ? ImportOutcome.NotConverted : name == "SENDMAIL" ? ImportOutcome.NotNeeded : ImportOutcome.Converted;
        _context.Report.Add(line, source, outcome, value.Problem ?? Meaning(name, value.Text));
        if (value.Text is not { } text || Paths.Contains(name) || (depth == 0 && !_changing.Contains(name) && !ImportText.HasVariable(text)))
        {
            return RcSequence.Empty;
        }

        // What is made of a changing value keeps what that is now.
        if (ImportText.HasVariable(text))
        {
            _context.Variables.SetAtRunTime(name);
        }

        return Unit(line, Variables, [SieveCommands.Set(name, text)]);
    }

    private static string? Meaning(string name, string? value) =>
        name is not ("DEFAULT" or "ORGMAIL") ? null
        : value == "/dev/null" ? "what no recipe takes is thrown away"
        : "it is the inbox";

    private RcSequence Unit(int line, string hint, IReadOnlyList<SieveCommand> commands) =>
        commands.Count == 0 ? RcSequence.Empty : new RcSequence([new RcUnit(Origin(line), hint, commands)], IsFinal: false);

    private RcSequence Include(RcStatement.Assignment assignment, bool isCopy, int depth) =>
        TryInclude(assignment, isCopy, depth) ?? RcSequence.Empty;

    /// <summary><c>null</c> when there is no such file.</summary>
    private RcSequence? TryInclude(RcStatement.Assignment assignment, bool isCopy, int depth)
    {
        var (name, problem) = _context.Variables.Expand(assignment.Value ?? "");
        if (name is null or "" || depth >= ImportLimits.Depth || _context.Read(name) is not { } text)
        {
            _context.Report.Add(
                assignment.Line,
                assignment.Source,
                name == "" ? ImportOutcome.NotNeeded : ImportOutcome.NotConverted,
                name == "" ? null : problem ?? $"{name} cannot be read");
            return name == "" ? RcSequence.Empty : null;
        }

        _context.Report.Add(assignment.Line, assignment.Source, ImportOutcome.Converted);
        using (_context.Report.Enter(name))
        {
            return Convert(RcParser.Parse(text), isCopy, depth);
        }
    }

    /// <summary>The rest of the file is left out, whether the other ends or not.</summary>
    private RcSequence Switch(RcStatement.Assignment assignment, bool isCopy, int depth)
    {
        if (isCopy)
        {
            _context.Report.Add(assignment.Line, assignment.Source, ImportOutcome.NotConverted, "it stands in a block with flag c");
            return RcSequence.Empty;
        }

        // procmailrc(5): without the file, processing goes on in this one.
        return TryInclude(assignment, isCopy, depth) is not { } sequence ? RcSequence.Empty
            : new RcSequence(sequence.IsFinal ? sequence.Units : [.. sequence.Units, new RcUnit(Origin(assignment.Line), "stop", [SieveCommand.Stop])], IsFinal: true);
    }

    /// <summary>Another host's name ends the run, and the message is gone; with an exit code it is refused.</summary>
    private RcSequence Host(RcStatement.Assignment assignment, bool isCopy)
    {
        if (IsRefused && !isCopy)
        {
            var refused = Refused(new RcResult { IsDiscard = true });
            _context.Report.Add(assignment.Line, assignment.Source, ImportOutcome.Approximated, refused.Remark);
            return new RcSequence([new RcUnit(Origin(assignment.Line), refused.Hint, refused.Commands)], IsFinal: true);
        }

        _context.Report.Add(
            assignment.Line, assignment.Source, ImportOutcome.NotConverted, "on another host it ends the run with the message lost; there are no hosts here");
        return RcSequence.Empty;
    }

    /// <summary>Throwing away after an exit code of failure makes the mail server refuse the message.</summary>
    private RcResult Refused(RcResult result) => !result.IsDiscard || !IsRefused ? result : new RcResult
    {
        Commands = [SieveCommand.Of("reject \"This message is not accepted.\";"), SieveCommand.Stop],
        IsDelivery = true,
        Hint = "reject",
        Remark = "the sender gets a notice, as the message has been taken when rules see it",
    };
}
