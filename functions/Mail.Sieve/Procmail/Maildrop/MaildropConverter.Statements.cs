using System.Globalization;

namespace Mail.Sieve.Procmail;

/// <summary>What delivers, edits, sets and reads.</summary>
internal sealed partial class MaildropConverter
{
    // sysexits(3), as in RcConverter: what tells the mail server to refuse a message.
    private const int FirstRefusal = 64;
    private const int LastRefusal = 78;

    /// <summary>The letters of a maildir, as flags of IMAP.</summary>
    private static readonly (char Letter, string Flag)[] Letters = [('D', "\\Draft"), ('F', "\\Flagged"), ('R', "\\Answered"), ('S', "\\Seen")];

    private RcResult Deliver(int line, string source, bool isCopy)
    {
        var value = _expressions.Read();
        if (value.Text is not { } target)
        {
            return Report(line, source, RcResult.Failed(value.Problem ?? "it names no mailbox"));
        }

        var result = target.TrimStart() switch
        {
            ['!', .. var addresses] => _deliveries.ForwardTo([addresses], isCopy),
            ['|', .. var command] => _pipes.Convert(command, isCopy, isFilter: false),
            "" => RcResult.Failed("it names no mailbox"),
            var path => ToFolder(_context.Folder(path), isCopy),
        };
        return Report(line, source, result);
    }

    private RcResult ToFolder(FolderPath folder, bool isCopy)
    {
        var result = folder.Problem is { } problem ? RcResult.Failed(problem) : RcDeliveries.ToFolders([folder], isCopy);
        string[] flags = [.. Letters.Where(letter => _flags.Contains(letter.Letter, StringComparison.Ordinal)).Select(letter => letter.Flag)];
        return flags.Length == 0 || result.Problem is not null || folder.IsNothing
            ? result
            : result with { Commands = [SieveCommand.Of($"setflag {ImportText.List(flags)};"), .. result.Commands] };
    }

    private RcResult Filter(int line, string source)
    {
        var value = _expressions.Read();
        if (value.Text is not { } command)
        {
            return Report(line, source, RcResult.Failed(value.Problem ?? "it names no program"));
        }

        var shell = ShellLine.Parse(command, _context.Variables);
        return Report(line, source, shell.Single is { Program: "reformail" } reformail
            ? RcFormail.Filter([.. reformail.Arguments])
            : _pipes.Convert(command, isCopy: false, isFilter: true));
    }

    /// <summary>A command by itself; only whether reformail -D was successful is asked afterwards.</summary>
    private RcResult Backquotes(int line, string source)
    {
        _reader.Next();
        var command = _reader.Delimited('`') ?? "";
        var shell = ShellLine.Parse(command, _context.Variables);
        var isDuplicate = shell.Single is { Program: "reformail" or "formail" } single && single.Arguments.FirstOrDefault() == "-D";
        _expressions.Succeeded = isDuplicate ? SieveTest.Of("duplicate") : null;
        return Report(line, source, isDuplicate
            ? new RcResult { Remark = "message ids are remembered for some days, not in a file of some size" }
            : RcResult.Failed("programs cannot be run here"));
    }

    /// <summary>Ends without a delivery: the message is gone, or refused when the exit code says so.</summary>
    private RcResult Exit()
    {
        var code = _context.Variables.Text("EXITCODE");
        return int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= FirstRefusal and <= LastRefusal
            ? new RcResult
            {
                Commands = [SieveCommand.Of("reject \"This message is not accepted.\";"), SieveCommand.Stop],
                IsDelivery = true,
                IsDiscard = true,
                Hint = "reject",
                Remark = "the sender gets a notice, as the message has been taken when rules see it",
            }
            : new RcResult { Commands = [SieveCommands.Discard, SieveCommand.Stop], IsDelivery = true, IsDiscard = true, Hint = "discard" };
    }

    private RcResult Include(int line, string source, int depth)
    {
        var name = _expressions.Read();
        if (name.Text is not { } file || depth >= ImportLimits.Depth || _context.Read(file) is not { } text)
        {
            return Report(line, source, RcResult.Failed(name.Problem ?? $"{name.Text} cannot be read"));
        }

        Report(line, source, new RcResult());
        using (_context.Report.Enter(file))
        {
            var units = new MaildropConverter(text, _context) { _lost = _lost, _flags = _flags }.Convert(depth + 1).Units;
            return new RcResult { Commands = [.. units.SelectMany(unit => unit.Commands)], Hint = units.Count > 0 ? units[0].Hint : "" };
        }
    }

    private RcResult Assign(string name, int line, string source, int depth)
    {
        var value = _expressions.ReadAssigned();
        if (Meaningless.Contains(name))
        {
            return Report(line, source, new RcResult { IsNotNeeded = true });
        }

        if (value.Text is not { } text)
        {
            var problem = value.Problem ?? "only texts are kept in variables";
            _context.Variables.Set(name, RcText.Unknown(problem));
            return Report(line, source, RcResult.Failed(problem));
        }

        _flags = name == "FLAGS" ? text : _flags;
        return Report(line, source, Set(name, text, depth));
    }

    private RcResult Set(string name, string text, int depth)
    {
        if (name == "DEFAULT")
        {
            _context.FolderRoot = text;
        }

        // In a block it may be set or not; then its value is known only when a message is sorted.
        if (depth == 0 || name is "DEFAULT" or "FLAGS" or "EXITCODE")
        {
            _context.Variables.Set(name, text);
            return new RcResult { Commands = depth == 0 && !IsFixed(name) ? [SieveCommands.Set(name, text)] : [], Hint = Variables };
        }

        _context.Variables.SetAtRunTime(name);
        return new RcResult { Commands = [SieveCommands.Set(name, text)], Hint = Variables };
    }

    private bool IsFixed(string name) => name is "DEFAULT" or "FLAGS" or "EXITCODE" or "HOME" || !_changing.Contains(name);
}
